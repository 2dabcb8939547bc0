"""What people's scripts do with boto3. Run with the name of a function; the first thing that is not as it should be ends it."""

import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

NODE = os.environ.get("NODE", "")


def client(service, **credentials):
    # endpoint_url, not AWS_ENDPOINT_URL: boto3 knows the variable from 1.28 on
    return boto3.client(
        service, endpoint_url=os.environ["ENDPOINT"], config=Config(retries={"max_attempts": 0}), **credentials
    )


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused with {code}")


def nodes():
    pages = client("ssm").get_paginator("describe_instance_information").paginate(PaginationConfig={"PageSize": 5})
    sizes = [len(page["InstanceInformationList"]) for page in pages]
    assert sizes == [5, 2], sizes


def documents():
    ssm = client("ssm")
    text = '{"schemaVersion":"1.0","sessionType":"InteractiveCommands","properties":{"linux":{"commands":"top"}}}'
    made = ssm.create_document(Name="Top", DocumentType="Session", Content=text, Tags=[{"Key": "team", "Value": "web"}])
    assert made["DocumentDescription"]["DocumentVersion"] == "1", made
    assert ssm.get_document(Name="Top")["Content"] == text
    changed = ssm.update_document(Name="Top", Content=text.replace("top", "htop"), DocumentVersion="$LATEST")
    version = changed["DocumentDescription"]["DocumentVersion"]
    ssm.update_document_default_version(Name="Top", DocumentVersion=version)
    assert "htop" in ssm.get_document(Name="Top")["Content"]
    own = [{"Key": "Owner", "Values": ["Self"]}, {"Key": "Name", "Values": ["To"]}]
    pages = ssm.get_paginator("list_documents").paginate(Filters=own)
    assert [each["Name"] for page in pages for each in page["DocumentIdentifiers"]] == ["Top"]
    assert "sessionType" in refused("InvalidDocumentContent", ssm.create_document, Name="Odd", DocumentType="Session",
                                    Content=text.replace("InteractiveCommands", "Interactive"))
    ssm.delete_document(Name="Top")
    refused("InvalidDocument", ssm.get_document, Name="Top")


def sessions():
    ssm = client("ssm")
    started = ssm.start_session(Target=NODE, Reason="a look at the log")
    assert started["StreamUrl"].startswith("wss://") and started["SessionId"] in started["StreamUrl"], started
    active = ssm.describe_sessions(State="Active")["Sessions"]
    assert [(each["SessionId"], each["Reason"]) for each in active] == [(started["SessionId"], "a look at the log")]
    assert ssm.terminate_session(SessionId=started["SessionId"])["SessionId"] == started["SessionId"]
    assert ssm.describe_sessions(State="Active")["Sessions"] == []
    refused("TargetNotConnected", ssm.start_session, Target="mi-00000000000000000")


def commands():
    ssm = client("ssm")
    sent = ssm.send_command(
        InstanceIds=[NODE], DocumentName="AWS-RunShellScript", Parameters={"commands": ["uptime"]}
    )["Command"]
    which = {"CommandId": sent["CommandId"], "InstanceId": NODE}
    ssm.get_waiter("command_executed").wait(**which, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    got = ssm.get_command_invocation(**which)
    assert (got["Status"], got["ResponseCode"]) == ("Success", 0), got
    assert got["StandardOutputContent"] == "up 3 days\n", got
    try:
        ssm.get_waiter("command_executed").wait(
            CommandId="00000000-0000-4000-8000-000000000000", InstanceId=NODE,
            WaiterConfig={"Delay": 0, "MaxAttempts": 2})
        raise AssertionError("waited for a command that was never sent")
    except WaiterError:
        pass


def activations():
    ssm = client("ssm")
    made = ssm.create_activation(IamRole="nodes", RegistrationLimit=3, Tags=[{"Key": "team", "Value": "web"}])
    assert len(made["ActivationCode"]) >= 20
    pages = ssm.get_paginator("describe_activations").paginate()
    assert [each["ActivationId"] for page in pages for each in page["ActivationList"]] == [made["ActivationId"]]
    ssm.delete_activation(ActivationId=made["ActivationId"])
    refused("InvalidActivationId", ssm.delete_activation, ActivationId="00000000-0000-4000-8000-000000000000")


def keys():
    kms = client("kms")
    key = kms.create_key(Description="boto3", Tags=[{"TagKey": "team", "TagValue": "web"}])["KeyMetadata"]["KeyId"]
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "team", "TagValue": "web"}]
    context = {"purpose": "test"}
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=context)
    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=context)
    assert len(made["Plaintext"]) == 32 and opened["Plaintext"] == made["Plaintext"]
    refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=made["CiphertextBlob"])


def roles():
    sts = client("sts")
    account = sts.get_caller_identity()["Account"]
    role = f"arn:aws:iam::{account}:role/on-call"
    issued = sts.assume_role(RoleArn=role, RoleSessionName="mira", DurationSeconds=900)["Credentials"]
    acting = {
        "aws_access_key_id": issued["AccessKeyId"],
        "aws_secret_access_key": issued["SecretAccessKey"],
        "aws_session_token": issued["SessionToken"],
    }
    who = client("sts", **acting).get_caller_identity()["Arn"]
    assert who == f"arn:aws:sts::{account}:assumed-role/on-call/mira", who
    assert client("ssm", **acting).describe_activations()["ActivationList"] == []
    refused("AccessDenied", sts.assume_role, RoleArn=role + "s", RoleSessionName="mira")


if __name__ == "__main__":
    globals()[sys.argv[1]]()
    print("boto3", boto3.__version__)
