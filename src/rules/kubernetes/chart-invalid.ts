import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'chart-invalid',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A Chart.yaml lacks what helm asks for',
  why: 'helm refuses the chart, so that nothing of it is installed.',
  fix: 'Give the chart an apiVersion, a name and a semantic version.',
  references: ['https://helm.sh/docs/topics/charts/#the-chartyaml-file'],
  takes: ({ code }) => code === 'chart-invalid',
  examples: [
    bad(
      {
        'chart/Chart.yaml': `
          apiVersion: v2
          name: api
          version: first
        `,
      },
      'chart/Chart.yaml:3:10',
    ),
    bad(
      {
        'chart/Chart.yaml': `
          name: api
          version: 1.0.0
        `,
      },
      'chart/Chart.yaml:1:1',
    ),
    good({
      'chart/Chart.yaml': `
        apiVersion: v2
        name: api
        version: 1.0.0-rc.1+build.5
      `,
    }),
  ],
});
