import { useEffect, useRef, useState } from 'react';

const INTERVAL_MS = 500;

/** The newest value, taken over at most twice a second while it is `lively`. */
export function useSlowly<T>(value: T, lively: boolean): T {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  useEffect(() => {
    if (!lively) return;
    const timer = setInterval(() => setShown(newest.current), INTERVAL_MS);
    return () => clearInterval(timer);
  }, [lively]);
  return lively ? shown : value;
}
