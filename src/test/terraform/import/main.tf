# Takes over what is there already, and finds nothing to change. Endpoint, authority and credentials come from the environment.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                 = "local"
  skip_region_validation = true
}

variable "key" {}
variable "command" {}
variable "team" {}

import {
  to = aws_ssm_document.follow
  id = "Follow-App-Log"
}

resource "aws_ssm_document" "follow" {
  name            = "Follow-App-Log"
  document_type   = "Session"
  document_format = "YAML"
  content         = templatefile("${path.module}/../follow.yaml.tftpl", { command = var.command })
  tags            = { team = var.team }
}

import {
  to = aws_kms_key.sessions
  id = var.key
}

resource "aws_kms_key" "sessions" {
  description             = "encrypts sessions"
  enable_key_rotation     = true
  rotation_period_in_days = 90
  tags                    = { team = var.team }
}
