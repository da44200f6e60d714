import type { Files } from './story.js';

/** A small shop: enough to ask about, with code, documents and two languages. */
export const SHOP: Files = {
  'README.md':
    '# Shop\n\nA small shop.\n\n## Install\n\nRun `npm ci`.\n\n## Orders\n\nAn order is paid once. A payment that fails is tried three times.\n',
  'src/cart.ts': [
    "import { type Price, round } from './money.js';",
    '',
    '/** Adds up the prices of a cart, with the discount taken off. */',
    'export function cartTotal(prices: Price[], discountPercent: number): number {',
    '  const sum = prices.reduce((total, price) => total + price.amount, 0);',
    '  return round(sum * (1 - discountPercent / 100));',
    '}',
    '',
  ].join('\n'),
  'src/money.ts': [
    'export interface Price {',
    '  amount: number;',
    '  currency: string;',
    '}',
    '',
    '/** Rounds to whole cents. */',
    'export function round(amount: number): number {',
    '  return Math.round(amount * 100) / 100;',
    '}',
    '',
  ].join('\n'),
  'src/payment/retry.ts': [
    '/** Tries a payment again with exponential backoff; gives up after the third failure. */',
    'export async function retryPayment(pay: () => Promise<void>): Promise<void> {',
    '  for (let attempt = 1; ; attempt += 1) {',
    '    try {',
    '      return await pay();',
    '    } catch (error) {',
    '      if (attempt === 3) throw error;',
    '      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));',
    '    }',
    '  }',
    '}',
    '',
  ].join('\n'),
  'src/session-store.py': [
    'class SessionStore:',
    '    """Keeps the sessions of signed-in customers in memory."""',
    '',
    '    def __init__(self):',
    '        self._sessions = {}',
    '',
    '    def open(self, customer):',
    '        """Opens a session for a customer and returns its token."""',
    '        token = new_token()',
    '        self._sessions[token] = customer',
    '        return token',
    '',
  ].join('\n'),
};

/** A project of `count` modules whose names and contents all differ. */
export function manyModules(count: number): Files {
  const modules = Array.from({ length: count }, (_, index) => {
    const functions = Array.from(
      { length: 6 },
      (_, part) =>
        `/** Computes part ${part} of figure ${index}. */\nexport function figure${index}Part${part}(input: number[]): number {\n` +
        `  const weights = input.map((value, position) => value * (position + ${index + part}));\n` +
        `  return weights.reduce((sum, weight) => sum + weight, ${part});\n}\n`,
    );
    return [`src/group-${index % 10}/figure-${index}.ts`, functions.join('\n')];
  });
  return Object.fromEntries(modules);
}
