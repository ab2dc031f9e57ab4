import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNasbenchTrainings, type NasbenchTraining } from '../../src/data/nasbench-trainings.js';
import { failureOf, folderOf } from './fixture.js';
import { framedRecord } from './framed-record.js';
import { nasbenchRecord } from './nasbench-record.js';

async function trainingsOf(file: string): Promise<readonly NasbenchTraining[]> {
  const trainings: NasbenchTraining[] = [];
  for await (const training of readNasbenchTrainings(file)) trainings.push(training);
  return trainings;
}

const fileOf = (...records: readonly Buffer[]): string =>
  join(folderOf({ 'some.tfrecord': Buffer.concat(records) }), 'some.tfrecord');

it("reads NAS-Bench-101's own records, whose sixth field is the path of a checkpoint and no energy", async () => {
  const cell = { hash: '043721b9c7fe8c5fad811d47d83132ec', budget: 108, adjacency: '0100', operations: 'input,output' };
  const evaluations = [
    [0, 0, 0.1, 0.11, 0.12],
    [108, 1155.85, 1, 0.9376, 0.9312],
  ] as const;
  const record = nasbenchRecord({ ...cell, parameters: 2_694_282, evaluations });
  const named = evaluations.map(([epoch, seconds, train, validation, test]) => ({
    current_epoch: epoch,
    training_time: seconds,
    train_accuracy: train,
    validation_accuracy: validation,
    test_accuracy: test,
    energy: NaN,
    co2eq: NaN,
  }));
  expect(await trainingsOf(fileOf(record))).toEqual([{ ...cell, parameters: 2_694_282, evaluations: named }]);
});

it.each([
  [['28cf', 108], /record 1: .*5/],
  [['28cf', '108', '0100', 'input,output', ''], /record 1: .*integer/],
  [['28cf', 108, '0100', 'input,output', 'CwA='], /record 1: .*wire type 3/],
])('refuses with its number what is no record: %j', async (row, message) => {
  const good = ['28cf', 108, '0100', 'input,output', ''];
  const records = [good, row].map((each) => framedRecord(Buffer.from(JSON.stringify(each))));
  expect(await failureOf(trainingsOf(fileOf(...records)))).toMatch(message);
});
