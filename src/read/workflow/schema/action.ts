// Keys of an action's metadata file.
// Source: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
import {
  any,
  dict,
  either,
  flag,
  listOf,
  type MapShape,
  mapOf,
  nothing,
  text,
  textOrEmpty,
  texts,
  using,
  words,
} from '../shape.ts';
import { actionDefault, composite, status } from './contexts.ts';
import { stepFields } from './workflow.ts';

const input: MapShape = {
  ...mapOf('an input', {
    description: textOrEmpty,
    required: flag,
    default: using(any, actionDefault, 'hashFiles'),
    deprecationMessage: textOrEmpty,
  }),
  // The runner passes over what else stands at an input.
  others: any,
};

const step: MapShape = {
  ...mapOf('a step', {
    ...stepFields,
    shell: text,
    if: using({ ...text, bare: true }, composite, `${status} hashFiles`),
  }),
  available: using(any, composite, 'hashFiles').available ?? { contexts: [], functions: [] },
};

const runs = mapOf(
  'runs',
  {
    using: text,
    main: text,
    pre: text,
    'pre-if': { ...text, bare: true },
    post: text,
    'post-if': { ...text, bare: true },
    steps: listOf('a list of steps', step),
    image: text,
    args: using(texts, 'inputs'),
    env: using(dict('a mapping of variables', textOrEmpty), 'inputs'),
    entrypoint: text,
    'pre-entrypoint': text,
    'post-entrypoint': text,
  },
  'using',
);

export const action: MapShape = {
  ...mapOf(
    'an action',
    {
      name: textOrEmpty,
      description: textOrEmpty,
      author: textOrEmpty,
      inputs: either({ ...dict('a mapping of inputs', either(input, nothing)), empty: true }, nothing),
      outputs: either(
        {
          ...dict(
            'a mapping of outputs',
            either(
              mapOf('an output', { description: textOrEmpty, value: using(textOrEmpty, composite) }),
              nothing,
            ),
          ),
          empty: true,
        },
        nothing,
      ),
      runs,
      branding: mapOf('branding', {
        icon: textOrEmpty,
        color: words('white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'),
      }),
    },
    'name',
    'runs',
  ),
  // The runner passes over other keys.
  others: any,
};
