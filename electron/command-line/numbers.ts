import { InvalidArgumentError } from 'commander';
import { type Reuse, reuseSchema } from '../../workers/api';

/** Option parsers: they refuse what is not a number of the wanted kind, in a sentence. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    }
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number that is not negative.');
  }
  return value;
}

export type Size = { readonly width: number; readonly height: number };

export function pixelSize(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('It must look like 640x480: width, x, height.');
  return { width: Number(match[1]), height: Number(match[2]) };
}

/** Such as `2,4`. */
export function degreeList(text: string): number[] {
  const degrees = text.split(',').map(Number);
  if (degrees.every((degree) => Number.isInteger(degree) && degree >= 1 && degree <= 64)) return degrees;
  throw new InvalidArgumentError('It must look like 2,4: whole numbers from 1 to 64.');
}

/** Such as `own,freshest`. */
export function reuseList(text: string): Reuse[] {
  return text.split(',').map((name) => {
    const reuse = reuseSchema.safeParse(name.trim());
    if (reuse.success) return reuse.data;
    throw new InvalidArgumentError(`It must name some of ${reuseSchema.options.join(', ')}.`);
  });
}

/** A point of a picture, each coordinate from 0 to 1. */
export function focusPoint(text: string): { readonly x: number; readonly y: number } {
  const [x, y, ...rest] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const isInside = (value: number | undefined): value is number =>
    value !== undefined && value >= 0 && value <= 1;
  if (!isInside(x) || !isInside(y) || rest.length > 0) {
    throw new InvalidArgumentError('It must look like 0.5,0.5: two numbers from 0 to 1.');
  }
  return { x, y };
}
