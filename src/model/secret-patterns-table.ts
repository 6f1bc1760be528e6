// Credentials that can be told by their form alone, as their makers document it.
import type { Severity } from './finding.ts';

/** Sources of regular expressions. No quantifier stands inside another, so that time grows with the text alone. */
export interface SecretForm {
  /** What it is, after "holds": `a GitHub token`. */
  readonly words: string;
  readonly severity: Severity;
  /** The secret itself. */
  readonly value: string;
  /** The name that must stand before it, where the value alone could be anything (a UUID, hex digits). */
  readonly name?: string;
  /** One of these texts is in every match, in lower case: looked for first. */
  readonly hints: readonly string[];
  /** Where the form is documented. */
  readonly documented: string;
  readonly aliases: readonly string[];
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const clouds: readonly SecretForm[] = [
  {
    words: 'an AWS access key id',
    severity: 'high',
    value: '(?:AKIA|ASIA)[A-Z2-7]{16}',
    hints: ['akia', 'asia'],
    documented: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
    aliases: ['trivy:secret:aws-access-key-id', 'checkov:CKV_SECRET_2', 'kics:regex:AWS Access Key'],
  },
  {
    words: 'an AWS secret access key',
    severity: 'critical',
    name: 'aws[_-]?(?:access[_-]?)?secret[_-]?(?:access[_-]?)?key',
    value: '[A-Za-z0-9/+]{40}',
    hints: ['secret'],
    documented: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    aliases: ['trivy:secret:aws-secret-access-key', 'checkov:CKV_SECRET_2', 'kics:regex:AWS Secret Key'],
  },
  {
    words: 'an AWS certificate or service credential id',
    severity: 'high',
    value: '(?:ASCA|ACCA|ABIA)[A-Z2-7]{16}',
    hints: ['asca', 'acca', 'abia'],
    documented: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
    aliases: ['kics:regex:AWS Certificate', 'kics:regex:AWS Context-specific credential'],
  },
  {
    words: 'an Amazon MWS token',
    severity: 'high',
    value: `amzn\\.mws\\.${uuid}`,
    hints: ['amzn.mws.'],
    documented:
      'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    aliases: ['kics:regex:Amazon MWS Auth Token'],
  },
  {
    words: 'a Google API key',
    severity: 'high',
    value: 'AIza[A-Za-z0-9_-]{35}',
    hints: ['aiza'],
    documented: 'https://cloud.google.com/docs/authentication/api-keys',
    aliases: ['kics:regex:Google API Key'],
  },
  {
    words: 'a Google OAuth secret or token',
    severity: 'high',
    value: '(?:GOCSPX-[A-Za-z0-9_-]{28}|ya29\\.[A-Za-z0-9_-]{40,400}|1//0[A-Za-z0-9_-]{40,120})',
    hints: ['gocspx-', 'ya29.', '1//0'],
    documented: 'https://developers.google.com/identity/protocols/oauth2',
    aliases: ['kics:regex:Google OAuth', 'kics:regex:Google OAuth Access Token'],
  },
  {
    words: 'the key of a Google service account',
    severity: 'critical',
    name: 'private_key_id',
    value: '[0-9a-f]{40}',
    hints: ['private_key_id'],
    documented: 'https://cloud.google.com/iam/docs/keys-create-delete',
    aliases: ['trivy:secret:gcp-service-account'],
  },
  {
    words: 'an Azure storage or Service Bus key',
    severity: 'critical',
    name: '(?:AccountKey|SharedAccessKey)',
    value: '(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)',
    hints: ['accountkey', 'sharedaccesskey'],
    documented: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string',
    aliases: ['checkov:CKV_SECRET_3'],
  },
  {
    words: 'an IBM Cloud API key',
    severity: 'high',
    name: '(?:ibm|ibmcloud|bluemix|cloudant)[_-]?(?:cloud[_-]?)?(?:iam[_-]?)?api[_-]?key',
    value: '[A-Za-z0-9_-]{44}',
    hints: ['ibm', 'bluemix', 'cloudant'],
    documented: 'https://cloud.ibm.com/docs/account?topic=account-userapikey',
    aliases: ['checkov:CKV_SECRET_7', 'checkov:CKV_SECRET_5'],
  },
  {
    words: 'an IBM object storage or SoftLayer key',
    severity: 'high',
    name: '(?:cos_hmac_keys?_secret|ibm_cos_secret_access_key|softlayer[_-]?api[_-]?key|sl_api_key)',
    value: '(?:[0-9a-f]{64}|[0-9a-f]{48})',
    hints: ['cos_', 'softlayer', 'sl_api_key'],
    documented:
      'https://cloud.ibm.com/docs/cloud-object-storage?topic=cloud-object-storage-uhc-hmac-credentials-main',
    aliases: ['checkov:CKV_SECRET_8', 'checkov:CKV_SECRET_15'],
  },
  {
    words: 'an Alibaba Cloud access key',
    severity: 'high',
    value: 'LTAI[A-Za-z0-9]{12,26}',
    hints: ['ltai'],
    documented: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
    aliases: ['trivy:secret:alibaba-access-key-id', 'trivy:secret:alibaba-secret-key'],
  },
  {
    words: 'a DigitalOcean token',
    severity: 'critical',
    value: 'do[opr]_v1_[0-9a-f]{64}',
    hints: ['_v1_'],
    documented: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    aliases: [],
  },
  {
    words: 'a Heroku API key',
    severity: 'high',
    name: 'heroku[_-]?(?:api[_-]?)?(?:key|token)',
    value: `(?:HRKU-)?${uuid}`,
    hints: ['heroku'],
    documented: 'https://devcenter.heroku.com/articles/authentication',
    aliases: ['trivy:secret:heroku-api-key', 'kics:regex:Heroku API Key'],
  },
];

const code: readonly SecretForm[] = [
  {
    words: 'a GitHub token',
    severity: 'critical',
    value: '(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{36,255})',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    documented:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    aliases: [
      'trivy:secret:github-pat',
      'trivy:secret:github-oauth',
      'trivy:secret:github-app-token',
      'trivy:secret:github-refresh-token',
      'trivy:secret:github-fine-grained-pat',
    ],
  },
  {
    words: 'a GitLab token',
    severity: 'critical',
    value: 'gl(?:pat|rt|dt|ptt|oas|cbt|ft)-[A-Za-z0-9_.-]{20,60}',
    hints: ['glpat-', 'glrt-', 'gldt-', 'glptt-', 'gloas-', 'glcbt-', 'glft-'],
    documented: 'https://docs.gitlab.com/security/tokens/',
    aliases: ['trivy:secret:gitlab-pat'],
  },
  {
    words: 'an Atlassian or Bitbucket token',
    severity: 'high',
    value: '(?:ATATT3[A-Za-z0-9_=-]{60,260}|ATBB[A-Za-z0-9]{32}|ATCTT3[A-Za-z0-9_=-]{60,260})',
    hints: ['atatt3', 'atbb', 'atctt3'],
    documented:
      'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    aliases: [
      'trivy:secret:atlassian-api-token',
      'trivy:secret:bitbucket-client-id',
      'trivy:secret:bitbucket-client-secret',
    ],
  },
  {
    words: 'an npm token',
    severity: 'critical',
    value: 'npm_[A-Za-z0-9]{36}',
    hints: ['npm_'],
    documented: 'https://docs.npmjs.com/about-access-tokens/',
    aliases: ['trivy:secret:npm-access-token', 'checkov:CKV_SECRET_12'],
  },
  {
    words: 'a PyPI upload token',
    severity: 'high',
    value: 'pypi-AgE[A-Za-z0-9_-]{50,400}',
    hints: ['pypi-age'],
    documented: 'https://pypi.org/help/#apitoken',
    aliases: ['trivy:secret:pypi-upload-token'],
  },
  {
    words: 'a package registry token',
    severity: 'high',
    value: '(?:rubygems_[0-9a-f]{48}|CLOJARS_[0-9a-z]{60}|packagist_[ou][ru]t_[0-9a-f]{68})',
    hints: ['rubygems_', 'clojars_', 'packagist_'],
    documented: 'https://guides.rubygems.org/api-key-scopes/',
    aliases: [
      'trivy:secret:rubygems-api-token',
      'trivy:secret:clojars-api-token',
      'trivy:secret:private-packagist-token',
    ],
  },
  {
    words: 'an Artifactory credential',
    severity: 'high',
    value: '(?:AKCp[A-Za-z0-9]{60,80}|cmVmdGtu[A-Za-z0-9]{56})',
    hints: ['akcp', 'cmvmdgtu'],
    documented: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
    aliases: ['checkov:CKV_SECRET_1'],
  },
  {
    words: 'a Docker Hub token',
    severity: 'high',
    value: 'dckr_[op]at_[A-Za-z0-9_-]{27,40}',
    hints: ['dckr_'],
    documented: 'https://docs.docker.com/security/access-tokens/',
    aliases: [],
  },
  {
    words: 'the login of an image registry',
    severity: 'high',
    name: '\\.dockerconfigjson',
    value: '(?:eyJ|ew[op])[A-Za-z0-9+/]{30,4000}=?=?',
    hints: ['.dockerconfigjson'],
    documented: 'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
    aliases: ['trivy:secret:dockerconfig-secret'],
  },
  {
    words: 'a Terraform Cloud or Vault token',
    severity: 'high',
    value: '(?:[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}|hvs\\.[A-Za-z0-9_-]{90,120})',
    hints: ['.atlasv1.', 'hvs.'],
    documented: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    aliases: ['trivy:secret:hashicorp-tf-api-token'],
  },
  {
    words: 'a Pulumi token',
    severity: 'high',
    value: 'pul-[0-9a-f]{40}',
    hints: ['pul-'],
    documented: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
    aliases: ['trivy:secret:pulumi-api-token'],
  },
  {
    words: 'the password of a Neon database',
    severity: 'critical',
    // As it stands in the URL of the connection.
    value: '(?<=:)npg_[A-Za-z0-9]{12}(?=@)',
    hints: ['npg_'],
    documented:
      'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    aliases: [],
  },
  {
    words: 'a Doppler, Postman, PlanetScale, Linear, Supabase or Tailscale token',
    severity: 'high',
    value:
      '(?:dp\\.(?:pt|st|ct|sa)\\.[A-Za-z0-9._-]{40,60}|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,64}|lin_api_[A-Za-z0-9]{40}|sbp_[0-9a-f]{40}|tskey-(?:auth|api|client)-[A-Za-z0-9-]{20,60})',
    hints: ['dp.', 'pmak-', 'pscale_', 'lin_api_', 'sbp_', 'tskey-'],
    documented:
      'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    aliases: [
      'trivy:secret:doppler-api-token',
      'trivy:secret:postman-api-token',
      'trivy:secret:planetscale-api-token',
      'trivy:secret:planetscale-password',
      'trivy:secret:linear-api-token',
    ],
  },
];

const keys: readonly SecretForm[] = [
  {
    words: 'a private key',
    severity: 'critical',
    value:
      '-----BEGIN [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[nr]|[\\s"\',+]){1,40}[A-Za-z0-9+/=]{20,}',
    hints: ['private key'],
    documented: 'https://www.rfc-editor.org/rfc/rfc7468',
    aliases: [
      'trivy:secret:private-key',
      'checkov:CKV_SECRET_13',
      'kics:regex:Asymmetric private key',
      'kics:regex:Generic Private Key',
    ],
  },
  {
    words: 'a PuTTY key file',
    severity: 'critical',
    value: 'PuTTY-User-Key-File-[123]: [a-z0-9-]{3,30}',
    hints: ['putty-user-key-file'],
    documented: 'https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html',
    aliases: ['kics:regex:Putty User Key File Content'],
  },
  {
    words: 'an age secret key',
    severity: 'critical',
    value: 'AGE-SECRET-KEY-1[0-9A-Z]{58}',
    hints: ['age-secret-key-1'],
    documented: 'https://age-encryption.org/v1',
    aliases: ['trivy:secret:age-secret-key'],
  },
  {
    words: 'a signed JSON Web Token',
    severity: 'medium',
    value: 'eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{20,1000}',
    hints: ['eyj'],
    documented: 'https://www.rfc-editor.org/rfc/rfc7519',
    aliases: ['trivy:secret:jwt-token', 'checkov:CKV_SECRET_9'],
  },
];

const messages: readonly SecretForm[] = [
  {
    words: 'a Slack token',
    severity: 'high',
    value: '(?:xox[abeoprs]-[A-Za-z0-9-]{20,200}|xapp-\\d-[A-Z0-9]{8,16}-\\d{8,16}-[0-9a-f]{32,64})',
    hints: ['xox', 'xapp-'],
    documented: 'https://docs.slack.dev/authentication/tokens/',
    aliases: ['trivy:secret:slack-access-token', 'checkov:CKV_SECRET_14', 'kics:regex:Slack Token'],
  },
  {
    words: 'a Slack webhook',
    severity: 'medium',
    value:
      'https://hooks\\.slack\\.com/(?:services|workflows)/T[A-Z0-9]{6,14}/[AB][A-Z0-9]{6,14}/[A-Za-z0-9]{20,30}',
    hints: ['hooks.slack.com'],
    documented: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/',
    aliases: ['trivy:secret:slack-web-hook', 'kics:regex:Slack Webhook'],
  },
  {
    words: 'a Teams webhook',
    severity: 'medium',
    value: `https://[A-Za-z0-9.-]{1,80}\\.office\\.com/webhook(?:b2)?/${uuid}@${uuid}/IncomingWebhook/[0-9a-f]{32}/${uuid}`,
    hints: ['incomingwebhook'],
    documented:
      'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
    aliases: ['kics:regex:MSTeams Webhook'],
  },
  {
    words: 'a Discord bot token',
    severity: 'high',
    name: '(?:discord|bot)[a-z_-]{0,20}token',
    value: '[MNO][A-Za-z0-9]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38}',
    hints: ['discord', 'bot'],
    documented: 'https://discord.com/developers/docs/reference#authentication',
    aliases: [
      'trivy:secret:discord-api-token',
      'trivy:secret:discord-client-id',
      'trivy:secret:discord-client-secret',
    ],
  },
  {
    words: 'a Discord webhook or Telegram bot token',
    severity: 'high',
    value:
      '(?:\\d{8,10}:AA[A-Za-z0-9_-]{33}|https://discord(?:app)?\\.com/api/webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,80})',
    hints: [':aa', 'api/webhooks/'],
    documented: 'https://core.telegram.org/bots/features#creating-a-new-bot',
    aliases: [],
  },
  {
    words: 'a Twilio key',
    severity: 'high',
    value: 'SK[0-9a-f]{32}',
    hints: ['sk'],
    documented: 'https://www.twilio.com/docs/iam/api-keys',
    aliases: ['trivy:secret:twilio-api-key', 'checkov:CKV_SECRET_18', 'kics:regex:Twilio API Key'],
  },
  {
    words: 'a Twilio auth token',
    severity: 'high',
    name: 'twilio[_-]?auth[_-]?token',
    value: '[0-9a-f]{32}',
    hints: ['twilio'],
    documented: 'https://www.twilio.com/docs/iam/api-keys',
    aliases: [],
  },
  {
    words: 'a SendGrid key',
    severity: 'high',
    value: 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}',
    hints: ['sg.'],
    documented: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    aliases: ['trivy:secret:sendgrid-api-token', 'kics:regex:SendGrid API Key'],
  },
  {
    words: 'a Mailgun key',
    severity: 'high',
    name: 'mailgun[a-z_-]{0,20}key',
    value: '(?:key-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}|[0-9a-f]{32})',
    hints: ['mailgun'],
    documented: 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt',
    aliases: ['trivy:secret:mailgun-token', 'trivy:secret:mailgun-signing-key', 'kics:regex:Mailgun API Key'],
  },
  {
    words: 'a Mailchimp key',
    severity: 'high',
    value: '[0-9a-f]{32}-us\\d{1,2}',
    hints: ['-us'],
    documented: 'https://mailchimp.com/developer/marketing/guides/quick-start/',
    aliases: ['trivy:secret:mailchimp-api-key', 'checkov:CKV_SECRET_11', 'kics:regex:MailChimp API Key'],
  },
  {
    words: 'a Facebook secret or token',
    severity: 'medium',
    name: '(?:facebook|fb)[a-z_-]{0,20}(?:secret|token)',
    value: '(?:[0-9a-f]{32}|EAA[A-Za-z0-9]{60,300})',
    hints: ['facebook', 'fb'],
    documented: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
    aliases: ['trivy:secret:facebook-token', 'kics:regex:Facebook Access Token'],
  },
  {
    words: 'a Facebook access token',
    severity: 'medium',
    value: 'EAACEdEose0cBA[A-Za-z0-9]{20,300}',
    hints: ['eaacedeose0cba'],
    documented: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
    aliases: ['kics:regex:Facebook Access Token'],
  },
];

const services: readonly SecretForm[] = [
  {
    words: 'a live Stripe key',
    severity: 'critical',
    value: '[sr]k_live_[A-Za-z0-9]{20,250}',
    hints: ['k_live_'],
    documented: 'https://docs.stripe.com/keys',
    aliases: [
      'trivy:secret:stripe-secret-token',
      'checkov:CKV_SECRET_17',
      'kics:regex:Stripe API Key',
      'kics:regex:Stripe Restricted API Key',
      // Its keys were written like those of Stripe.
      'kics:regex:Picatic API Key',
    ],
  },
  {
    words: 'a Square token',
    severity: 'high',
    value: '(?:sq0atp-[A-Za-z0-9_-]{22}|sq0csp-[A-Za-z0-9_-]{43})',
    hints: ['sq0'],
    documented: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    aliases: ['checkov:CKV_SECRET_16', 'kics:regex:Square Access Token', 'kics:regex:Square OAuth Secret'],
  },
  {
    words: 'a Braintree token',
    severity: 'critical',
    value: 'access_token\\$production\\$[0-9a-z]{16}\\$[0-9a-f]{32}',
    hints: ['access_token$production$'],
    documented: 'https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials',
    aliases: ['kics:regex:PayPal Braintree Access Token'],
  },
  {
    words: 'a Shopify token',
    severity: 'high',
    value: 'shp(?:at|ca|pa|ss)_[0-9a-f]{32}',
    hints: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    documented: 'https://shopify.dev/docs/apps/build/authentication-authorization',
    aliases: ['trivy:secret:shopify-token'],
  },
  {
    words: 'a Dropbox token',
    severity: 'high',
    value: 'sl\\.(?:u\\.)?[A-Za-z0-9_-]{130,1200}',
    hints: ['sl.'],
    documented: 'https://developers.dropbox.com/oauth-guide',
    aliases: [
      'trivy:secret:dropbox-api-secret',
      'trivy:secret:dropbox-short-lived-api-token',
      'trivy:secret:dropbox-long-lived-api-token',
    ],
  },
  {
    words: 'a Hugging Face token',
    severity: 'critical',
    value: 'hf_[A-Za-z0-9]{34}',
    hints: ['hf_'],
    documented: 'https://huggingface.co/docs/hub/security-tokens',
    aliases: ['trivy:secret:hugging-face-access-token'],
  },
  {
    words: 'an OpenAI or Anthropic key',
    severity: 'critical',
    value: 'sk-(?:ant-[A-Za-z0-9_-]{40,200}|(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,200}|[A-Za-z0-9]{48})',
    hints: ['sk-'],
    documented: 'https://platform.openai.com/docs/api-reference/authentication',
    aliases: [],
  },
  {
    words: 'a Databricks token',
    severity: 'high',
    value: 'dapi[0-9a-f]{32}(?:-\\d)?',
    hints: ['dapi'],
    documented: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
    aliases: ['trivy:secret:databricks-api-token'],
  },
  {
    words: 'a Grafana token',
    severity: 'high',
    value:
      '(?:gls(?:a)_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,400}=?=?|eyJrIjoi[A-Za-z0-9]{60,400}=?=?)',
    hints: ['glsa_', 'glc_', 'eyjrijoi'],
    documented: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    aliases: ['trivy:secret:grafana-api-token'],
  },
  {
    words: 'a New Relic key',
    severity: 'high',
    value: '(?:NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}|[0-9a-f]{36}NRAL|eu01xx[0-9a-f]{30}NRAL)',
    hints: ['nrak-', 'nrii-', 'nral'],
    documented: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    aliases: ['trivy:secret:new-relic-user-api-key', 'trivy:secret:new-relic-user-api-id'],
  },
  {
    words: 'a Dynatrace token',
    severity: 'high',
    value: 'dt0[a-z]\\d\\d\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}',
    hints: ['dt0'],
    documented:
      'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
    aliases: ['trivy:secret:dynatrace-api-token'],
  },
];

export const secretForms: readonly SecretForm[] = [...clouds, ...code, ...keys, ...messages, ...services];
