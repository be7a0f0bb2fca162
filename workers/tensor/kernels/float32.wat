;; Arithmetic on float32 arrays, four lanes at a time. Every operation rounds to float32, as PyTorch's do.
;;
;; Operands lie in blocks of 64 KiB, one after the other: the first at 2048, the second at 67584, the third at
;; 133120. The result overwrites the first. $bytes, a multiple of 16, says how much of a block is in use.
;;
;; The blocks start in the middle of a page, because large arrays start at the beginning of one: some processors
;; copy ten times slower between addresses that lie a few bytes apart within their pages.
(module
  (memory (export "memory") 4)

  ;; Sums of squares that `distance` has gathered since they were last set.
  (global $difference (export "difference") (mut f64) (f64.const 0))
  (global $norm (export "norm") (mut f64) (f64.const 0))

  ;; a·first + b·second
  (func (export "combine") (param $bytes i32) (param $a f32) (param $b f32) (local $at i32)
    (loop $next
      (v128.store offset=2048 (local.get $at)
        (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $a)) (v128.load offset=2048 (local.get $at)))
          (f32x4.mul (f32x4.splat (local.get $b)) (v128.load offset=67584 (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes)))))

  ;; first + (a·second + b·third)
  (func (export "accumulate") (param $bytes i32) (param $a f32) (param $b f32) (local $at i32)
    (loop $next
      (v128.store offset=2048 (local.get $at)
        (f32x4.add
          (v128.load offset=2048 (local.get $at))
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $a)) (v128.load offset=67584 (local.get $at)))
            (f32x4.mul (f32x4.splat (local.get $b)) (v128.load offset=133120 (local.get $at))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes)))))

  ;; first / divisor
  (func (export "divide") (param $bytes i32) (param $divisor f32) (local $at i32)
    (loop $next
      (v128.store offset=2048 (local.get $at)
        (f32x4.div (v128.load offset=2048 (local.get $at)) (f32x4.splat (local.get $divisor))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes)))))

  ;; first + scale·(second − first)
  (func (export "guide") (param $bytes i32) (param $scale f32) (local $at i32) (local $first v128)
    (loop $next
      (local.set $first (v128.load offset=2048 (local.get $at)))
      (v128.store offset=2048 (local.get $at)
        (f32x4.add
          (local.get $first)
          (f32x4.mul
            (f32x4.splat (local.get $scale))
            (f32x4.sub (v128.load offset=67584 (local.get $at)) (local.get $first)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes)))))

  ;; The steps return whether every value is finite: x − x is 0 then, and not a number otherwise.

  ;; CogVideoXDDIMScheduler.step: first the latents, second the v-prediction.
  (func (export "stepCogVideoXDdim")
    (param $bytes i32) (param $sqrtAlpha f32) (param $sqrtBeta f32) (param $sample f32) (param $clean f32)
    (result i32) (local $at i32) (local $next v128) (local $unsound v128) (local $x v128)
    (loop $more
      (local.set $x (v128.load offset=2048 (local.get $at)))
      (local.set $next
        (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $sample)) (local.get $x))
          (f32x4.mul
            (f32x4.splat (local.get $clean))
            (f32x4.sub
              (f32x4.mul (f32x4.splat (local.get $sqrtAlpha)) (local.get $x))
              (f32x4.mul
                (f32x4.splat (local.get $sqrtBeta))
                (v128.load offset=67584 (local.get $at)))))))
      (v128.store offset=2048 (local.get $at) (local.get $next))
      (local.set $unsound
        (f32x4.add (local.get $unsound) (f32x4.sub (local.get $next) (local.get $next))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $more (i32.lt_u (local.get $at) (local.get $bytes))))
    (i32x4.all_true (f32x4.eq (local.get $unsound) (local.get $unsound))))

  ;; DDIMScheduler.step: first the latents, second the noise prediction.
  (func (export "stepDdim")
    (param $bytes i32) (param $sqrtAlpha f32) (param $sqrtBeta f32)
    (param $sqrtAlphaNext f32) (param $sqrtBetaNext f32)
    (result i32) (local $at i32) (local $next v128) (local $unsound v128) (local $noise v128)
    (loop $more
      (local.set $noise (v128.load offset=67584 (local.get $at)))
      (local.set $next
        (f32x4.add
          (f32x4.mul
            (f32x4.splat (local.get $sqrtAlphaNext))
            (f32x4.div
              (f32x4.sub
                (v128.load offset=2048 (local.get $at))
                (f32x4.mul (f32x4.splat (local.get $sqrtBeta)) (local.get $noise)))
              (f32x4.splat (local.get $sqrtAlpha))))
          (f32x4.mul (f32x4.splat (local.get $sqrtBetaNext)) (local.get $noise))))
      (v128.store offset=2048 (local.get $at) (local.get $next))
      (local.set $unsound
        (f32x4.add (local.get $unsound) (f32x4.sub (local.get $next) (local.get $next))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $more (i32.lt_u (local.get $at) (local.get $bytes))))
    (i32x4.all_true (f32x4.eq (local.get $unsound) (local.get $unsound))))

  ;; EulerDiscreteScheduler.step: first the latents, second the v-prediction.
  (func (export "stepEuler")
    (param $bytes i32) (param $factor f32) (param $variance f32) (param $sigma f32) (param $delta f32)
    (result i32) (local $at i32) (local $next v128) (local $unsound v128) (local $x v128)
    (loop $more
      (local.set $x (v128.load offset=2048 (local.get $at)))
      (local.set $next
        (f32x4.add
          (local.get $x)
          (f32x4.mul
            (f32x4.div
              (f32x4.sub
                (local.get $x)
                (f32x4.add
                  (f32x4.mul (v128.load offset=67584 (local.get $at)) (f32x4.splat (local.get $factor)))
                  (f32x4.div (local.get $x) (f32x4.splat (local.get $variance)))))
              (f32x4.splat (local.get $sigma)))
            (f32x4.splat (local.get $delta)))))
      (v128.store offset=2048 (local.get $at) (local.get $next))
      (local.set $unsound
        (f32x4.add (local.get $unsound) (f32x4.sub (local.get $next) (local.get $next))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $more (i32.lt_u (local.get $at) (local.get $bytes))))
    (i32x4.all_true (f32x4.eq (local.get $unsound) (local.get $unsound))))

  ;; Adds Σ(second − first)² to $difference and Σ second² to $norm, in float64.
  (func (export "distance") (param $bytes i32)
    (local $at i32) (local $value v128) (local $delta v128) (local $differences v128) (local $norms v128)
    (loop $next
      (local.set $value (f64x2.promote_low_f32x4 (v128.load64_zero offset=67584 (local.get $at))))
      (local.set $delta
        (f64x2.sub
          (local.get $value)
          (f64x2.promote_low_f32x4 (v128.load64_zero offset=2048 (local.get $at)))))
      (local.set $differences
        (f64x2.add (local.get $differences) (f64x2.mul (local.get $delta) (local.get $delta))))
      (local.set $norms (f64x2.add (local.get $norms) (f64x2.mul (local.get $value) (local.get $value))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $bytes))))
    (global.set $difference
      (f64.add (global.get $difference)
        (f64.add
          (f64x2.extract_lane 0 (local.get $differences))
          (f64x2.extract_lane 1 (local.get $differences)))))
    (global.set $norm
      (f64.add (global.get $norm)
        (f64.add
          (f64x2.extract_lane 0 (local.get $norms))
          (f64x2.extract_lane 1 (local.get $norms)))))))
