# Everything of Postern that Terraform's AWS provider can keep; TerraformIT changes the variables.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

variable "endpoint" {}
variable "ca" {}
variable "command" { default = "tail -f /var/log/app.log" }
variable "team" { default = null }
variable "tier" { default = "standard" }
variable "limit" { default = 5 }

# credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
provider "aws" {
  region                 = "local"
  skip_region_validation = true
  custom_ca_bundle       = var.ca

  endpoints {
    kms = var.endpoint
    ssm = var.endpoint
    sts = var.endpoint
  }
}

resource "aws_ssm_document" "follow" {
  name            = "Follow-App-Log"
  document_type   = "Session"
  document_format = "YAML"
  content         = templatefile("${path.module}/../follow.yaml.tftpl", { command = var.command })
  tags            = var.team == null ? {} : { team = var.team }
}

resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { kmsKeyId = aws_kms_alias.sessions.name, idleSessionTimeout = "10" }
  })
}

resource "aws_ssm_activation" "web" {
  name               = "web"
  iam_role           = "nodes"
  registration_limit = var.limit
  tags               = { team = "web" }
}

resource "aws_ssm_service_setting" "tier" {
  setting_id    = "arn:aws:ssm:local:${data.aws_caller_identity.me.account_id}:servicesetting/ssm/managed-instance/activation-tier"
  setting_value = var.tier
}

resource "aws_kms_key" "sessions" {
  description             = "encrypts sessions"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  rotation_period_in_days = 90
  tags                    = var.team == null ? {} : { team = var.team } # later: the provider watches new ones for 4 s
}

resource "aws_kms_alias" "sessions" {
  name          = "alias/sessions"
  target_key_id = aws_kms_key.sessions.key_id
}

data "aws_caller_identity" "me" {}

data "aws_ssm_instances" "linux" {
  filter {
    name   = "PlatformTypes"
    values = ["Linux"]
  }
}

data "aws_ssm_document" "ssh" {
  name            = "AWS-StartSSHSession"
  document_format = "JSON"
}

data "aws_ssm_document" "follow" {
  name            = aws_ssm_document.follow.name
  document_format = "YAML"
}

data "aws_kms_key" "sessions" {
  key_id = aws_kms_alias.sessions.name
}

data "aws_kms_alias" "sessions" {
  name = aws_kms_alias.sessions.name
}

output "me" { value = data.aws_caller_identity.me.arn }
output "nodes" { value = data.aws_ssm_instances.linux.ids }
output "ssh" { value = jsondecode(data.aws_ssm_document.ssh.content).sessionType }
output "follow" { value = yamldecode(data.aws_ssm_document.follow.content).properties.linux.commands }
output "key" { value = data.aws_kms_key.sessions.id }
output "key_of_alias" { value = data.aws_kms_alias.sessions.target_key_id }
output "activation" { value = aws_ssm_activation.web.id }
