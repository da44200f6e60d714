import { describe, expect, test } from 'vitest';
import { analyzeQuery, analyzeText } from './analyzer.js';

describe('analyzeText', () => {
  test('cuts camelCase and snake_case alike and keeps the whole identifier', () => {
    expect(analyzeText('maxRetryCount')).toEqual(['max', 'retri', 'count', 'maxretrycount']);
    expect(analyzeText('max_retry_count')).toEqual(analyzeText('maxRetryCount'));
    expect(analyzeText('MAX_RETRY_COUNT')).toEqual(analyzeText('maxRetryCount'));
  });

  test('keeps an abbreviation in capitals together', () => {
    expect(analyzeText('parseHTTPServer')).toEqual(['pars', 'http', 'server', 'parsehttpserver']);
  });

  test('parts digits from letters and drops single ones', () => {
    expect(analyzeText('sha256sum')).toEqual(['sha', '256', 'sum', 'sha256sum']);
    expect(analyzeText('utf8')).toEqual(['utf', 'utf8']);
    expect(analyzeText('x = 1')).toEqual([]);
  });

  test('gives one stem to the inflections of a Russian word', () => {
    const stems = ['очередь', 'очереди', 'очередью', 'Очередей'].map((word) => analyzeText(word)[0]);
    expect(new Set(stems).size).toBe(1);
  });

  test('reads ё as е, composed or not', () => {
    expect(analyzeText('счётчик')).toEqual(analyzeText('счетчик'));
    expect(analyzeText('счётчик'.normalize('NFD'))).toEqual(analyzeText('счетчик'));
  });

  test('gives one stem to the inflections of an English word', () => {
    expect(analyzeText('connection connections connected')).toEqual(['connect', 'connect', 'connect']);
  });

  test('drops the stop words of both languages, also inside identifiers', () => {
    expect(analyzeText('the queue is for jobs')).toEqual(['queue', 'job']);
    expect(analyzeText('очередь и задачи')).toEqual(['очеред', 'задач']);
    expect(analyzeText('isEmpty')).toEqual(['empti', 'isempty']);
  });

  test('cuts scripts without spaces into pairs of characters', () => {
    expect(analyzeText('数据库')).toEqual(['数据', '据库', '数据库']);
    expect(analyzeText('库')).toEqual(['库']);
  });

  test('sees no words in emoji and punctuation', () => {
    expect(analyzeText('👍🏽 🚀 — … !?')).toEqual([]);
    expect(analyzeText('🚀launch')).toEqual(['launch']);
  });

  test('leaves out what is too long to be a name', () => {
    expect(analyzeText(`key ${'a'.repeat(41)} ${'aB3'.repeat(100)}`)).toEqual(['key']);
  });

  test('does not stumble over the names of object members', () => {
    expect(analyzeText('constructor __proto__')).toEqual(['constructor', 'proto']);
  });
});

describe('analyzeQuery', () => {
  test('gives each term once and tells which word it stands for', () => {
    expect(analyzeQuery('retry retryCount')).toEqual([
      { term: 'retri', weight: 1, word: 0 },
      { term: 'count', weight: 1, word: 1 },
      { term: 'retrycount', weight: 1, word: null },
    ]);
  });

  test('leaves out words that only ask', () => {
    expect(analyzeQuery('Please explain how the queue works').map(({ term }) => term)).toEqual(['queue', 'work']);
    expect(analyzeQuery('Покажи, где находится очередь').map(({ term }) => term)).toEqual(['очеред']);
  });

  test('keeps the words that ask when there are no others', () => {
    expect(analyzeQuery('show help').map(({ term }) => term)).toEqual(['show', 'help']);
  });

  test('takes at most about 64 words of a pasted text', () => {
    const pasted = Array.from({ length: 500 }, (_, index) => `word${'abcdefghij'[index % 10]}${index + 10}`).join(' ');
    expect(analyzeQuery(pasted).filter(({ word }) => word !== null).length).toBeLessThanOrEqual(66);
  });
});
