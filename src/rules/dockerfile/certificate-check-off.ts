import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, type RunWord, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'certificate-check-off',
  area: 'dockerfile',
  severity: 'high',
  aliases: [
    'checkov:CKV2_DOCKER_2',
    'checkov:CKV2_DOCKER_3',
    'checkov:CKV2_DOCKER_4',
    'checkov:CKV2_DOCKER_13',
    'checkov:CKV2_DOCKER_15',
  ],
  title: 'A build fetches without checking certificates',
  why: 'Whoever sits between can put any program into the image, and the build does not notice.',
  fix: 'Install `ca-certificates` (and the company’s own authority), and drop the switch.',
  references: [
    'https://curl.se/docs/sslcerts.html',
    'https://pip.pypa.io/en/stable/cli/pip/#cmdoption-trusted-host',
  ],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const command of runCommands(dockerfile, instruction)) {
      const found = switchIn(command);
      // Nobody sits between the build and itself.
      if (found === undefined || command.args.some(({ text }) => /\/\/(?:localhost|127\.0\.0\.1)/.test(text)))
        continue;
      yield {
        at: found.span,
        message: /^(?:echo|printf)$/.test(command.program)
          ? 'certificates are not checked from here on'
          : `${command.program} does not check certificates (${found.text})`,
        object: `${stageName(stage)} ${command.program} ${found.text}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM python:3.13-slim
          RUN curl -fsSLk https://example.com/a.sh -o a.sh && \\
            wget --no-check-certificate https://example.com/b
          RUN pip install --no-cache-dir --trusted-host pypi.example.com flask==3.1.0
          RUN npm config set strict-ssl false && git config --global http.sslVerify false
        `,
      },
      ['Dockerfile:2:10', 'Dockerfile:3:8', 'Dockerfile:4:32', 'Dockerfile:5:20', 'Dockerfile:5:60'],
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN wget --no-check-cert https://example.com/x
          RUN apt-get -o "Acquire::https::Verify-Peer=false" update
          RUN pip config set global.trusted-host pypi.org
          RUN conda config --set ssl_verify false && composer config -g disable-tls true
          RUN echo "sslverify=false" >> /etc/yum.conf
          RUN ["helm", "repo", "add", "x", "https://example.com", "--insecure-skip-tls-verify"]
        `,
      },
      [
        'Dockerfile:2:10',
        'Dockerfile:3:16',
        'Dockerfile:4:20',
        'Dockerfile:5:24',
        'Dockerfile:5:63',
        'Dockerfile:6:10',
        'Dockerfile:7:57',
      ],
    ),
    good({
      Dockerfile: `
        FROM python:3.13-slim
        RUN curl -fsSL -o k https://example.com/k && wget -q https://example.com/b && curl -k https://localhost/up
        RUN npm config set strict-ssl true && git config --global http.sslVerify true
        RUN curl -o -k https://example.com/x && tar -k -x -f b.tar
      `,
    }),
  ],
});

/** Flags of curl that take the next word: https://curl.se/docs/manpage.html */
const curlValues =
  /^-\w*[AbcCdDeEFHKmoPQrtTuUwxXyYz]$|^--(?:output|header|user|data\S*|request|proxy|retry\S*|max-time|connect-timeout|cacert|capath|cert|key|user-agent|referer|url|write-out|form|cookie\S*|range|resolve)$/;

const redHat = /(?:^|[=.])sslverify=(?:0|false)$/i;
const debian = /^(?:-o)?Acquire::https::(?:\S+::)?Verify-(?:Peer|Host)="?(?:false|no|0)"?$/i;
const cluster = /^--insecure-skip-tls-verify(?:=true)?$/;
/** What is written into the settings of yum and apt. */
const setting = /\bsslverify\s*=\s*(?:0|false)\b|Acquire::https::(?:\S+::)?Verify-(?:Peer|Host)\s+\\?"false/i;

const switches: Readonly<Record<string, RegExp>> = {
  // Long options of GNU may be cut short.
  wget: /^--no-check-cert(?:i|if|ific|ificate)?$/,
  aria2c: /^--check-certificate=false$/,
  pip: /^--(?:trusted-host|allow-insecure-host)(?:=|$)|^(?:global|install)\.trusted-host$/,
  yum: redHat,
  dnf: redHat,
  microdnf: redHat,
  'yum-config-manager': redHat,
  apt: debian,
  'apt-get': debian,
  helm: cluster,
  kubectl: cluster,
  oc: cluster,
  echo: setting,
  printf: setting,
};

function switchIn({ program, args }: RunCommand): RunWord | undefined {
  switch (program) {
    case 'curl':
      return args.find(
        ({ text }, index) =>
          (text === '--insecure' || text === '--proxy-insecure' || /^-[a-zA-Z#]*k[a-zA-Z#]*$/.test(text)) &&
          !curlValues.test(args[index - 1]?.text ?? '') &&
          !/^-[a-zA-Z#]*[AbcCdDeEFHKmoPQrtTuUwxXyYz][a-zA-Z#]*k/.test(text),
      );
    case 'git':
      return args.find(
        ({ text }, index) =>
          /^http\.(?:\S+\.)?sslverify=(?:false|0|no)$/i.test(text) ||
          (/^http\.(?:\S+\.)?sslverify$/i.test(text) &&
            /^(?:false|0|no)$/i.test(args[index + 1]?.text ?? '')),
      );
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return args.find(
        ({ text }, index) =>
          /^(?:--)?strict-ssl=false$|^--no-strict-ssl$/.test(text) ||
          (/^(?:--)?strict-ssl$/.test(text) && args[index + 1]?.text === 'false') ||
          (text === 'enableStrictSsl' && args[index + 1]?.text === 'false'),
      );
    case 'conda':
    case 'mamba':
    case 'composer':
      return afterSetting(args);
    default: {
      const name = /^(?:pip[\d.]*|python[\d.]*|uv)$/.test(program) ? 'pip' : program;
      const pattern = Object.hasOwn(switches, name) ? switches[name] : undefined;
      return pattern && args.find(({ text }) => pattern.test(text));
    }
  }
}

/** `conda config --set ssl_verify false`, `composer config -g disable-tls true`. */
function afterSetting(args: readonly RunWord[]): RunWord | undefined {
  return args.find(({ text }, index) => {
    const value = args[index + 1]?.text ?? '';
    return (
      (/^(?:ssl_verify|secure-http)$/.test(text) && /^(?:false|no|0)$/i.test(value)) ||
      (text === 'disable-tls' && /^(?:true|1)$/i.test(value))
    );
  });
}
