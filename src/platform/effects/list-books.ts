/**
 * Where a list of an office goes that is neither who is who nor a fact: a business keeps a book of its own (balances of leave)
 * and registers it by name; the import knows the name alone.
 */
import { Injectable, Module } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

export interface ListBatch {
  /** Of the import; what is written carries it, so that it can be taken back. */
  id: string;
  by: string;
  at: Date;
}

export interface ListBook {
  /** Writes checked rows, all or nothing. @throws Problem */
  write(tx: Tx, rows: readonly Readonly<Record<string, unknown>>[], batch: ListBatch): Promise<void>;
  /** Takes back what a batch wrote. @throws Problem when it has been used since */
  takeBack(tx: Tx, batch: ListBatch): Promise<void>;
}

@Injectable()
export class ListBooks {
  private readonly books = new Map<string, ListBook>();

  register(name: string, book: ListBook): void {
    if (this.books.has(name)) throw new Error(`book ${name} is registered twice`);
    this.books.set(name, book);
  }

  get(name: string): ListBook {
    const book = this.books.get(name);
    if (!book) throw new Error(`no book ${name}`);
    return book;
  }
}

@Module({ providers: [ListBooks], exports: [ListBooks] })
export class ListBooksModule {}
