import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'terraform-state-committed',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'The state of Terraform is part of the repository',
  why: 'State holds passwords and keys of what it made in plain text, and two people who apply from their own copies destroy what the other made.',
  fix: 'Move the state to a remote backend with locking, remove the file, and change the secrets that are in it.',
  references: ['https://developer.hashicorp.com/terraform/language/state/sensitive-data'],
  on: 'project',
  *check(project) {
    for (const file of project.terraform.states) {
      if (/(?:^|\/)(?:tests?|testdata|fixtures|examples?)\//i.test(file)) continue;
      yield {
        at: { file, start: 0, end: 0 },
        message: `${file} is the state of resources that Terraform made`,
        object: file,
      };
    }
  },
  examples: [
    bad(
      {
        'infra/main.tf': `
          resource "aws_db_instance" "main" {
            engine = "postgres"
          }
        `,
        'infra/terraform.tfstate': `
          {
            "version": 4,
            "resources": [{"type": "aws_db_instance", "name": "main", "instances": []}]
          }
        `,
      },
      'infra/terraform.tfstate:1:1',
    ),
    good({
      'infra/main.tf': `
        terraform {
          backend "s3" {
            bucket = "acme-state"
            key    = "main"
          }
        }
      `,
      'infra/terraform.tfstate': '{"version": 4, "resources": []}\n',
    }),
  ],
});
