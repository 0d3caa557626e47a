/**
 * Which rules count. An institution adopts one composed pack from a day on; its whole text is kept under its hash, so that
 * an old case is explained by what was adopted then, whatever the files say now.
 */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { compile } from '../core/rules/engine/compile.js';
import { type Choices, type Composed, compose } from '../core/rules/pack/compose.js';
import type { PackModel, PackSource } from '../core/rules/pack/pack.js';
import type { ItemPatch } from '../core/rules/pack/patch.js';
import { blanksFor } from '../core/rules/pack/usage.js';
import type { CompiledEdition, DecisionResult, Period } from '../core/rules/types.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { uuidV7 } from '../platform/ids.js';
import { type FrozenChoices, patched } from './draft/draft.content.js';
import { type LoadedLibrary, libraryOf, loadLibrary } from './pack-loader.js';
import type { EditionView } from './regulation.contract.js';
import { type Adoption, type FrozenEdition, RegulationRepository } from './regulation.repository.js';
import { editionView } from './regulation.view.js';

/** An edition that counted on the days `from` ≤ day < `until`. */
export interface EarlierEdition {
  from: Day;
  until: Day;
  edition: CompiledEdition;
}

/** An edition with everything that it was made of. */
export interface WholeEdition {
  edition: CompiledEdition;
  model: PackModel;
  library: LoadedLibrary;
  composed: Composed;
  /** Its own texts first, then those of the packs that it uses. */
  sources: readonly PackSource[];
  choices: FrozenChoices;
}

export interface AdoptOptions {
  from: Day;
  by: string;
  /** Choices of the office on top of what it filled in before and of what the pack says. */
  choices?: Choices;
}

@Injectable()
export class RegulationService {
  /** A hash names its text for ever, so compiled editions are kept by it. */
  private readonly compiled = new Map<string, CompiledEdition>();
  private readonly verifiedHashes = new Set<string>();
  /** What came before an adoption never changes. */
  private readonly before = new Map<string, readonly EarlierEdition[]>();
  private files?: LoadedLibrary;

  constructor(
    private readonly repository: RegulationRepository,
    private readonly clock: Clock,
  ) {}

  /** Packs that come with the product; what may be adopted. */
  library(): LoadedLibrary {
    this.files ??= loadLibrary();
    return this.files;
  }

  /** Packs from elsewhere instead, e.g. a folder of the office's own. */
  offer(library: LoadedLibrary): void {
    this.files = library;
  }

  /** @throws Problem `regulation.not_adopted` when nothing is in force on that day */
  async inForce(tx: Tx, day: Day): Promise<CompiledEdition> {
    const adoption = await this.repository.adoptionOn(tx, day);
    if (!adoption) throw new Problem('regulation.not_adopted', { day });
    return this.byHash(tx, adoption.hash);
  }

  /** The edition with this hash, as the institution adopted it. @throws Problem `platform.not_found`, `regulation.hash_mismatch` */
  async byHash(tx: Tx, hash: string): Promise<CompiledEdition> {
    const name = `${tx.institutionId} ${hash}`;
    const known = this.compiled.get(hash);
    if (known && this.verifiedHashes.has(name)) return known;
    const { library, model, frozen } = await this.texts(tx, hash);
    const edition = model && compile(model, library, frozen.choices);
    if (!edition || edition.hash !== hash) throw new Problem('regulation.hash_mismatch', { hash });
    this.compiled.set(hash, edition);
    this.verifiedHashes.add(name);
    return edition;
  }

  /** A frozen edition with its texts and everything settled in it. @throws Problem `platform.not_found`, `regulation.hash_mismatch` */
  async whole(tx: Tx, hash: string): Promise<WholeEdition> {
    const edition = await this.byHash(tx, hash);
    const { library, model, frozen } = await this.texts(tx, hash);
    if (!model) throw new Problem('regulation.hash_mismatch', { hash });
    const { sources, choices } = frozen;
    return { edition, model, library, composed: compose(model, library, choices), sources, choices };
  }

  /** An edition of the library as the institution would adopt it: with what it filled in for that pack before. */
  async offered(tx: Tx, packId: string, day: Day): Promise<WholeEdition> {
    const library = this.library();
    const model = library.find(packId, day);
    if (!model) throw new Problem('regulation.edition_unknown', { pack: packId, edition: day });
    const choices = await this.repository.fills(tx, packId);
    const composed = compose(model, library, choices);
    const sources = composed.packs.map((pack) => pack.source);
    return { edition: compile(model, library, choices), model, library, composed, sources, choices };
  }

  /**
   * Editions that were in force before this one, as far back as a balance of the year of `day` can look; none for an edition
   * that is not adopted.
   */
  async earlier(tx: Tx, hash: string, day: Day): Promise<readonly EarlierEdition[]> {
    const name = `${tx.institutionId} ${hash} ${day}`;
    const known = this.before.get(name);
    if (known) return known;
    const adoptions = await this.repository.adoptions(tx);
    const own = adoptions.findLastIndex((adoption) => adoption.hash === hash && adoption.from <= day);
    const since = `${Number(day.slice(0, 4)) - 1}-01-01`;
    const found: EarlierEdition[] = [];
    for (const { hash: other, from, to } of adoptions.slice(0, Math.max(own, 0)))
      if (to !== null && to > since && other !== hash)
        found.push({ from, until: to, edition: await this.byHash(tx, other) });
    // Not yet adopted is no answer for ever.
    if (own >= 0) this.before.set(name, found);
    return found;
  }

  /**
   * A frozen edition with other figures, choices and fills, for trying out; nothing is kept.
   * @throws Problem `pack.patch_*`, and those of composing
   */
  async sandbox(
    tx: Tx,
    hash: string,
    change: Choices & { items?: readonly ItemPatch[] | undefined },
  ): Promise<WholeEdition> {
    const base = await this.whole(tx, hash);
    const sources = patched(base.sources, change.items ?? []);
    const library = libraryOf(sources);
    const model = library.find(base.model.id, base.model.edition);
    if (!model) throw new Problem('platform.not_found');
    const choices = {
      settings: { ...base.choices.settings, ...change.settings },
      fill: { ...base.choices.fill, ...change.fill },
    };
    const composed = compose(model, library, choices);
    return { edition: compile(model, library, choices), model, library, composed, sources, choices };
  }

  /** Blanks that a kind of period needs, and the named decisions; each is stopped by no other blank. */
  async blanksFor(tx: Tx, hash: string, cycle: Period['kind'], decisions: readonly string[] = []): Promise<string[]> {
    const { composed } = await this.whole(tx, hash);
    return blanksFor(composed, cycle, decisions);
  }

  private async texts(tx: Tx, hash: string) {
    const frozen = await this.repository.edition(tx, hash);
    if (!frozen) throw new Problem('platform.not_found');
    const library = libraryOf(frozen.sources);
    return { frozen, library, model: library.find(frozen.packId, frozen.edition) };
  }

  /**
   * Adopts an edition from a day on; what was in force until then ends the day before. The same again changes nothing.
   * @throws Problem `regulation.edition_unknown`, `regulation.adoption_overlap`, and those of composing
   */
  async adopt(tx: Tx, packId: string, edition: Day, options: AdoptOptions): Promise<CompiledEdition> {
    const library = this.library();
    const model = library.find(packId, edition);
    if (!model) throw new Problem('regulation.edition_unknown', { pack: packId, edition });
    const filled = await this.repository.fills(tx, packId);
    const choices = {
      settings: { ...filled.settings, ...options.choices?.settings },
      fill: { ...filled.fill, ...options.choices?.fill },
      filled: filled.filled ?? {},
    };
    const composed = compose(model, library, choices);
    const sources = composed.packs.map((pack) => pack.source);
    const { from, by } = options;
    return this.adoptTexts(tx, { hash: composed.hash, packId, edition, sources, choices }, { from, by, caseKey: null });
  }

  /**
   * Freezes an edition under its hash and adopts it from a day on. The same again changes nothing.
   * @throws Problem `regulation.adoption_overlap`, `regulation.hash_mismatch`
   */
  async adoptTexts(
    tx: Tx,
    frozen: FrozenEdition,
    { from, by, caseKey }: { from: Day; by: string; caseKey: string | null },
  ): Promise<CompiledEdition> {
    const { hash, packId, edition } = frozen;
    const { at } = await this.clock.now(tx);
    await this.repository.freeze(tx, frozen, at);
    const adopted = await this.byHash(tx, hash);
    const known = await this.repository.adoptionOn(tx, from);
    if (known?.hash === hash && known.from === from) return adopted;
    const isAlone = await this.repository.adopt(tx, { id: uuidV7(), hash, packId, edition, from, by, at, caseKey });
    if (!isAlone) throw new Problem('regulation.adoption_overlap', { from });
    return adopted;
  }

  /**
   * Records what the office fills into a blank or chooses; it counts from the next adoption on, because an adopted edition
   * never changes.
   */
  async fill(
    tx: Tx,
    packId: string,
    entry: { kind: 'parameter' | 'setting'; name: string; value: string; basis: string; by: string },
  ): Promise<void> {
    const { at } = await this.clock.now(tx);
    await this.repository.addFill(tx, { ...entry, id: uuidV7(), packId, at });
  }

  /** The edition in force on a day as screens show it. */
  async view(tx: Tx, day: Day): Promise<EditionView> {
    const { edition, model, library, choices } = await this.whole(tx, (await this.inForce(tx, day)).hash);
    return editionView(edition, model, library, choices);
  }

  adoptions(tx: Tx): Promise<Adoption[]> {
    return this.repository.adoptions(tx);
  }

  /** A decision of the edition in force on a day. @throws Problem regulation.* */
  async decide(tx: Tx, day: Day, decision: string, input: Readonly<Record<string, unknown>>): Promise<DecisionResult> {
    return (await this.inForce(tx, day)).decide(decision, input);
  }
}
