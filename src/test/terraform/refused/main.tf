# What Postern cannot do, or nobody can.

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

resource "aws_kms_key" "of_its_own" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:Decrypt", Resource = "*" }]
  })
}

resource "aws_kms_key" "asymmetric" {
  customer_master_key_spec = "RSA_2048"
}

resource "aws_ssm_document" "wrong" {
  name          = "Wrong"
  document_type = "Session"
  content       = jsonencode({ schemaVersion = "1.0", sessionType = "Interactive" })
}

resource "aws_ssm_service_setting" "of_another_service" {
  setting_id    = "arn:aws:ssm:local:000000000000:servicesetting/ssm/opsitem/ssm-patchmanager"
  setting_value = "Enabled"
}
