# People, roles and policies in code; IamTerraformIT changes the variables.

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
variable "action" { default = "ssm:StartSession" }
variable "team" { default = "red" }

# credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
provider "aws" {
  region                 = "local"
  skip_region_validation = true
  custom_ca_bundle       = var.ca

  endpoints {
    iam = var.endpoint
    sts = var.endpoint
  }
}

data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "own_team" {
  statement {
    actions   = [var.action]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/team"
      values   = ["$${aws:PrincipalTag/team}"]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"]
    }
  }
}

resource "aws_iam_policy" "own_team" {
  name        = "own-team"
  description = "Sessions on the own team's nodes."
  policy      = data.aws_iam_policy_document.own_team.json
  tags        = { team = var.team }
}

resource "aws_iam_user" "mira" {
  name                 = "mira"
  permissions_boundary = aws_iam_policy.own_team.arn
  force_destroy        = true
  tags                 = { team = var.team }
}

resource "aws_iam_access_key" "mira" {
  user = aws_iam_user.mira.name
}

resource "aws_iam_user_policy" "mira" {
  name   = "own"
  user   = aws_iam_user.mira.name
  policy = data.aws_iam_policy_document.own_team.json
}

resource "aws_iam_user_policy_attachment" "mira" {
  user       = aws_iam_user.mira.name
  policy_arn = aws_iam_policy.own_team.arn
}

resource "aws_iam_group" "engineers" {
  name = "engineers"
}

resource "aws_iam_group_membership" "engineers" {
  name  = "engineers"
  group = aws_iam_group.engineers.name
  users = [aws_iam_user.mira.name]
}

resource "aws_iam_group_policy_attachment" "engineers" {
  group      = aws_iam_group.engineers.name
  policy_arn = "arn:aws:iam::aws:policy/PosternEngineer"
}

resource "aws_iam_role" "on_call" {
  name                 = "on-call"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "At night."
  max_session_duration = 7200
  tags                 = { team = var.team }
}

resource "aws_iam_role_policy" "on_call" {
  name   = "own"
  role   = aws_iam_role.on_call.name
  policy = data.aws_iam_policy_document.own_team.json
}

resource "aws_iam_role_policy_attachment" "on_call" {
  role       = aws_iam_role.on_call.name
  policy_arn = aws_iam_policy.own_team.arn
}
