/** Balances from another system become entries of the accounts, and can be taken back as a whole. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { formatUnits, type Units } from '../../core/amount.js';
import type { EntryType } from '../../core/leave/account.js';
import { Problem } from '../../core/problem.js';
import { sqlState } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { type ListBatch, ListBooks } from '../../platform/effects/list-books.js';
import { type AccountKey, BalanceRepository, type NewEntry, type Note } from './balance.repository.js';
import { BalanceService } from './balance.service.js';

interface ImportedBalance extends AccountKey {
  entitled: Units;
  carried: Units;
  used: Units;
}

const brought: Note = { zh: '自原系统导入', en: 'Brought from another system' };
const takenBack: Note = { zh: '撤回导入', en: 'Import taken back' };

@Injectable()
export class BalanceImport implements OnModuleInit {
  constructor(
    private readonly books: ListBooks,
    private readonly balances: BalanceService,
    private readonly repository: BalanceRepository,
  ) {}

  onModuleInit(): void {
    this.books.register('leave-balances', {
      write: (tx, rows, batch) => this.write(tx, rows as unknown as ImportedBalance[], batch),
      takeBack: (tx, batch) => this.takeBack(tx, batch),
    });
  }

  /**
   * Entitled and carried days become those of the list; used days are added to what was taken here already.
   * @throws Problem leave.account_unknown | leave.balance_below_used
   */
  private async write(tx: Tx, rows: readonly ImportedBalance[], batch: ListBatch): Promise<void> {
    // In one order for everybody, so that two imports never wait for one another in a circle.
    for (const row of [...rows].sort(byKey)) {
      const rule = await this.balances.ruleOf(tx, row.account, row.year);
      if (!rule) throw new Problem('leave.account_unknown', { account: row.account, allowed: [] });
      await this.repository.open(tx, [row], rule.limited);
      const [account] = await this.repository.lock(tx, row.person, row.account, [row.year]);
      const moves: [EntryType, Units][] = [
        ['entitled', row.entitled - (account?.entitled ?? 0)],
        ['carried', row.carried - (account?.carried ?? 0)],
        ['used', row.used],
      ];
      await this.add(tx, row, moves, batch, brought);
    }
  }

  private async takeBack(tx: Tx, batch: ListBatch): Promise<void> {
    const undone: Partial<Record<EntryType, EntryType>> = { used: 'restored' };
    for (const entry of await this.repository.byEffect(tx, effectOf(batch))) {
      const type = undone[entry.type] ?? entry.type;
      const amount = type === entry.type ? -entry.amount : entry.amount;
      await this.add(tx, entry, [[type, amount]], batch, takenBack);
    }
  }

  private async add(
    tx: Tx,
    key: AccountKey,
    moves: readonly [EntryType, Units][],
    batch: ListBatch,
    note: Note,
  ): Promise<void> {
    const { person, account, year } = key;
    const effectId = note === brought ? effectOf(batch) : `${effectOf(batch)}:undo`;
    const entries = moves
      .filter(([, amount]) => amount !== 0)
      .map(
        ([type, amount]): NewEntry => ({
          ...{ person, account, year, type, amount },
          ...{ caseId: null, effectId, note, by: batch.by, at: batch.at },
        }),
      );
    const [before] = await this.repository.lock(tx, person, account, [year]);
    try {
      await this.repository.add(tx, entries);
    } catch (error) {
      if (sqlState(error) !== '23514') throw error;
      throw new Problem(
        'leave.balance_below_used',
        {
          person,
          year,
          used: formatUnits(before?.used ?? 0),
          reserved: formatUnits(before?.reserved ?? 0),
          amount: formatUnits(entries.reduce((sum, { type, amount }) => (type === 'used' ? sum : sum + amount), 0)),
        },
        { cause: error },
      );
    }
  }
}

const effectOf = (batch: ListBatch): string => `import:${batch.id}`;

const byKey = (a: AccountKey, b: AccountKey): number =>
  a.person < b.person
    ? -1
    : a.person > b.person
      ? 1
      : a.account < b.account
        ? -1
        : a.account > b.account
          ? 1
          : a.year - b.year;
