import { Title } from '@mantine/core';
import { memo } from 'react';
import type { LoadSummary } from '../../../electron/contract/index';
import { percent } from '../../design/numbers';
import { LoadTable } from '../load-table';
import classes from './device-shares.module.css';

/** How each device spent its time, as a bar and in numbers. */
export const DeviceShares = memo(({ load }: { readonly load: LoadSummary }) => {
  const share = (time: number): number => (load.wallMs > 0 ? Math.min(1, time / load.wallMs) : 0);
  return (
    <section aria-labelledby="device-shares">
      <Title order={2} id="device-shares" mb="xs">
        Devices
      </Title>
      <div className={classes['bars']}>
        {load.devices.map(({ device, computeMs, exchangeMs }) => {
          const compute = share(computeMs);
          const exchange = Math.min(1 - compute, share(exchangeMs));
          const said = `${device}: computes ${percent(compute)}, exchanges ${percent(exchange)}, waits ${percent(1 - compute - exchange)}`;
          return (
            <div key={device} className={classes['row']}>
              <span aria-hidden>{device}</span>
              <div className={classes['bar']} role="img" aria-label={said}>
                <span className={classes['compute']} style={{ width: `${compute * 100}%` }} />
                <span className={classes['exchange']} style={{ width: `${exchange * 100}%` }} />
              </div>
            </div>
          );
        })}
      </div>
      <LoadTable load={load} />
    </section>
  );
});
