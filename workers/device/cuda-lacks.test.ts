import { expect, it } from 'vitest';
import { lackOf } from './cuda-lacks';

it('says what a missing library belongs to', () => {
  expect(lackOf('libcublasLt.so.13')).toBe(
    'the system has no libcublasLt.so.13. Install CUDA 13 and cuDNN 9',
  );
  expect(lackOf('libcurand.so.10')).toBe('the system has no libcurand.so.10. Install CUDA and cuDNN 9');
  expect(lackOf('libcuda.so.1')).toBe(
    'the system has no libcuda.so.1. Install the driver of the NVIDIA card',
  );
});
