package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.iam;
import static dev.postern.api.AskedOfIam.NOBODY;
import static dev.postern.api.AskedOfIam.denied;
import static dev.postern.api.AskedOfIam.exists;
import static dev.postern.api.AskedOfIam.full;
import static dev.postern.api.AskedOfIam.input;
import static dev.postern.api.AskedOfIam.invalid;
import static dev.postern.api.AskedOfIam.missing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.sigv4.Credentials;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** What users sign and sign in with. */
record AskedOfUserKeys(SdkCaller by, AskedOfIam made) {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String NO_KEY = "AKIAIOSFODNN7EXAMPLE";

    AskedOfUserKeys(SdkCaller by) {
        this(by, new AskedOfIam(by));
    }

    List<Asked> all() {
        return List.of(
                create(),
                list(),
                update(),
                delete(),
                lastUsed(),
                createProfile(),
                profile(),
                updateProfile(),
                deleteProfile(),
                none(
                        "ListSSHPublicKeys",
                        () -> assertThat(by.iam.listSSHPublicKeys().sshPublicKeys())
                                .isEmpty(),
                        user -> by.iam.listSSHPublicKeys(request -> request.userName(user)),
                        user -> by.plainIam.listSSHPublicKeys(request -> request.userName(user))),
                none(
                        "ListSigningCertificates",
                        () -> assertThat(by.iam.listSigningCertificates().certificates())
                                .isEmpty(),
                        user -> by.iam.listSigningCertificates(request -> request.userName(user)),
                        user -> by.plainIam.listSigningCertificates(request -> request.userName(user))),
                none(
                        "ListMFADevices",
                        () -> assertThat(by.iam.listMFADevices().mfaDevices()).isEmpty(),
                        user -> by.iam.listMFADevices(request -> request.userName(user)),
                        user -> by.plainIam.listMFADevices(request -> request.userName(user))),
                none(
                        "ListServiceSpecificCredentials",
                        () -> assertThat(by.iam
                                        .listServiceSpecificCredentials(_ -> {})
                                        .serviceSpecificCredentials())
                                .isEmpty(),
                        user -> by.iam.listServiceSpecificCredentials(request -> request.userName(user)),
                        user -> by.plainIam.listServiceSpecificCredentials(request -> request.userName(user))),
                devices(),
                deactivate());
    }

    private AccessKey key(String user) {
        return by.iam.createAccessKey(request -> request.userName(user)).accessKey();
    }

    private String whoIs(AccessKey key) {
        var credentials = Credentials.longTerm(key.accessKeyId(), key.secretAccessKey());
        try (var client = AwsSdk.aimed(StsClient.builder(), by.api, AwsSdk.signing(credentials))) {
            return client.getCallerIdentity().arn();
        }
    }

    private Asked create() {
        return iam(
                "CreateAccessKey",
                () -> {
                    var name = made.user();
                    var key = key(name);
                    assertThat(key.userName()).isEqualTo(name);
                    assertThat(key.status()).isEqualTo(StatusType.ACTIVE);
                    assertThat(whoIs(key)).isEqualTo(AskedOfIam.ACCOUNT + "user/" + name);
                },
                missing(NOBODY, () -> key(NOBODY)),
                full("AccessKeysPerUser", () -> {
                    var name = made.user();
                    for (int i = 0; i < 3; i++) key(name);
                }),
                denied("CreateAccessKey", () -> by.plainIam.createAccessKey(request -> request.userName("admin"))));
    }

    private Asked list() {
        return iam(
                "ListAccessKeys",
                () -> {
                    assertThat(by.iam.listAccessKeys().accessKeyMetadata())
                            .extracting(each -> each.accessKeyId())
                            .contains(by.key.accessKeyId());
                    var name = made.user();
                    var ids = List.of(key(name).accessKeyId(), key(name).accessKeyId());
                    assertThat(by.iam
                                    .listAccessKeysPaginator(
                                            request -> request.userName(name).maxItems(1))
                                    .accessKeyMetadata())
                            .extracting(each -> each.accessKeyId())
                            .containsExactlyInAnyOrderElementsOf(ids);
                },
                missing(NOBODY, () -> by.iam.listAccessKeys(request -> request.userName(NOBODY))),
                denied("ListAccessKeys", () -> by.plainIam.listAccessKeys(request -> request.userName("admin"))));
    }

    private Asked update() {
        return iam(
                "UpdateAccessKey",
                () -> {
                    var name = made.user();
                    var key = key(name);
                    by.iam.updateAccessKey(request -> request.userName(name)
                            .accessKeyId(key.accessKeyId())
                            .status(StatusType.INACTIVE));
                    assertThatThrownBy(() -> whoIs(key)).isInstanceOf(StsException.class);
                    by.iam.updateAccessKey(request -> request.userName(name)
                            .accessKeyId(key.accessKeyId())
                            .status(StatusType.ACTIVE));
                    assertThat(whoIs(key)).endsWith(name);
                },
                missing(
                        NO_KEY,
                        () -> by.iam.updateAccessKey(
                                request -> request.accessKeyId(NO_KEY).status(StatusType.ACTIVE))),
                missing("cannot be found", () -> {
                    var key = key(made.user());
                    by.iam.updateAccessKey(
                            request -> request.accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
                }),
                invalid(
                        "enum value set",
                        () -> by.iam.updateAccessKey(
                                request -> request.accessKeyId(NO_KEY).status("Sleeping"))),
                denied(
                        "UpdateAccessKey",
                        () -> by.plainIam.updateAccessKey(request -> request.userName("admin")
                                .accessKeyId(by.key.accessKeyId())
                                .status(StatusType.INACTIVE))));
    }

    private Asked delete() {
        return iam(
                "DeleteAccessKey",
                () -> {
                    var name = made.user();
                    var key = key(name);
                    by.iam.deleteAccessKey(request -> request.userName(name).accessKeyId(key.accessKeyId()));
                    assertThat(by.iam
                                    .listAccessKeys(request -> request.userName(name))
                                    .accessKeyMetadata())
                            .isEmpty();
                    assertThatThrownBy(() -> whoIs(key)).isInstanceOf(StsException.class);
                },
                missing(NO_KEY, () -> by.iam.deleteAccessKey(request -> request.accessKeyId(NO_KEY))),
                denied(
                        "DeleteAccessKey",
                        () -> by.plainIam.deleteAccessKey(
                                request -> request.userName("admin").accessKeyId(by.key.accessKeyId()))));
    }

    private Asked lastUsed() {
        return iam(
                "GetAccessKeyLastUsed",
                () -> {
                    var name = made.user();
                    var key = key(name);
                    assertThat(used(key.accessKeyId()).serviceName()).isEqualTo("N/A");
                    whoIs(key);
                    assertThat(used(key.accessKeyId()).serviceName()).isEqualTo("sts");
                    assertThat(used(key.accessKeyId()).lastUsedDate()).isNotNull();
                },
                missing(NO_KEY, () -> used(NO_KEY)),
                denied(
                        "GetAccessKeyLastUsed",
                        () -> by.plainIam.getAccessKeyLastUsed(request -> request.accessKeyId(NO_KEY))));
    }

    private AccessKeyLastUsed used(String id) {
        return by.iam.getAccessKeyLastUsed(request -> request.accessKeyId(id)).accessKeyLastUsed();
    }

    private String signingIn() {
        var name = made.user();
        by.iam.createLoginProfile(request -> request.userName(name).password(PASSWORD));
        return name;
    }

    private Asked createProfile() {
        return iam(
                "CreateLoginProfile",
                () -> assertThat(by.iam
                                .getLoginProfile(request -> request.userName(signingIn()))
                                .loginProfile()
                                .passwordResetRequired())
                        .isFalse(),
                exists(() -> by.iam.createLoginProfile(
                        request -> request.userName(signingIn()).password(PASSWORD))),
                missing(
                        NOBODY,
                        () -> by.iam.createLoginProfile(
                                request -> request.userName(NOBODY).password(PASSWORD))),
                as(
                        "PasswordPolicyViolation",
                        400,
                        "12 to 256",
                        () -> by.iam.createLoginProfile(
                                request -> request.userName(made.user()).password("short"))),
                input(
                        "PasswordResetRequired",
                        () -> by.iam.createLoginProfile(request ->
                                request.userName(made.user()).password(PASSWORD).passwordResetRequired(true))),
                denied(
                        "CreateLoginProfile",
                        () -> by.plainIam.createLoginProfile(
                                request -> request.userName("alice").password(PASSWORD))));
    }

    private Asked profile() {
        return iam(
                "GetLoginProfile",
                () -> assertThat(by.iam
                                .getLoginProfile(request -> request.userName("alice"))
                                .loginProfile()
                                .userName())
                        .isEqualTo("alice"),
                missing("Login Profile", () -> by.iam.getLoginProfile(request -> request.userName(made.user()))),
                denied("GetLoginProfile", () -> by.plainIam.getLoginProfile(request -> request.userName("admin"))));
    }

    private Asked updateProfile() {
        return iam(
                "UpdateLoginProfile",
                () -> {
                    var name = signingIn();
                    by.iam.updateLoginProfile(
                            request -> request.userName(name).password("another horse battery staple"));
                    assertThat(by.iam
                                    .getLoginProfile(request -> request.userName(name))
                                    .loginProfile()
                                    .userName())
                            .isEqualTo(name);
                },
                missing(
                        "Login Profile",
                        () -> by.iam.updateLoginProfile(
                                request -> request.userName(made.user()).password(PASSWORD))),
                as(
                        "PasswordPolicyViolation",
                        400,
                        "12 to 256",
                        () -> by.iam.updateLoginProfile(
                                request -> request.userName(signingIn()).password("short"))),
                denied(
                        "UpdateLoginProfile",
                        () -> by.plainIam.updateLoginProfile(
                                request -> request.userName("admin").password(PASSWORD))));
    }

    private Asked deleteProfile() {
        return iam(
                "DeleteLoginProfile",
                () -> {
                    var name = signingIn();
                    by.iam.deleteLoginProfile(request -> request.userName(name));
                    by.iam.deleteUser(request -> request.userName(name));
                },
                missing("Login Profile", () -> by.iam.deleteLoginProfile(request -> request.userName(made.user()))),
                denied(
                        "DeleteLoginProfile",
                        () -> by.plainIam.deleteLoginProfile(request -> request.userName("admin"))));
    }

    private Asked none(String operation, Executable good, Consumer<String> of, Consumer<String> plain) {
        return iam(
                operation,
                good,
                missing(NOBODY, () -> of.accept(NOBODY)),
                denied(operation, () -> plain.accept("admin")));
    }

    private Asked devices() {
        return iam(
                "ListVirtualMFADevices",
                () -> assertThat(by.iam.listVirtualMFADevices().virtualMFADevices())
                        .isEmpty(),
                denied("ListVirtualMFADevices", () -> by.plainIam.listVirtualMFADevices()));
    }

    private Asked deactivate() {
        return iam(
                "DeactivateMFADevice",
                () -> {
                    made.secondFactorOf("admin");
                    var device = by.iam.listMFADevices().mfaDevices().getFirst();
                    assertThat(device.serialNumber()).isEqualTo("arn:aws:iam::000000000000:mfa/admin");
                    assertThat(device.userName()).isEqualTo("admin");
                    assertThat(by.iam.listVirtualMFADevices().virtualMFADevices())
                            .singleElement()
                            .extracting(VirtualMFADevice::serialNumber)
                            .isEqualTo(device.serialNumber());
                    by.iam.deactivateMFADevice(request -> request.serialNumber(device.serialNumber()));
                    assertThat(by.iam.listMFADevices().mfaDevices()).isEmpty();
                },
                missing(
                        "mfa/admin",
                        () -> by.iam.deactivateMFADevice(request ->
                                request.userName("admin").serialNumber("arn:aws:iam::000000000000:mfa/admin"))),
                denied(
                        "DeactivateMFADevice",
                        () -> by.plainIam.deactivateMFADevice(request ->
                                request.userName("admin").serialNumber("arn:aws:iam::000000000000:mfa/admin"))));
    }
}
