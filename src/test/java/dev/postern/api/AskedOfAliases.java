package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.AskedOfKeys.unknown;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** What is asked of the second names of keys. */
record AskedOfAliases(SdkCaller by) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    List<Asked> all() {
        return List.of(createAlias(), updateAlias(), deleteAlias(), listAliases());
    }

    private static String newName() {
        return "alias/mine-" + NUMBER.incrementAndGet();
    }

    private String alias(String key) {
        var name = newName();
        by.kms.createAlias(request -> request.aliasName(name).targetKeyId(key));
        return name;
    }

    private Asked createAlias() {
        var key = by.newKey();
        return kms(
                "CreateAlias",
                () -> assertThat(by.metadata(alias(key)).keyId()).isEqualTo(key),
                as(AlreadyExistsException.class, "alias/mine-", () -> {
                    var name = alias(key);
                    by.kms.createAlias(request -> request.aliasName(name).targetKeyId(key));
                }),
                as(
                        InvalidAliasNameException.class,
                        "alias/aws/",
                        () -> by.kms.createAlias(
                                request -> request.aliasName("alias/aws/ssm").targetKeyId(key))),
                unknown(() -> by.kms.createAlias(
                        request -> request.aliasName(newName()).targetKeyId(NO_UUID))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    by.kms.createAlias(request -> request.aliasName(newName()).targetKeyId(going));
                }),
                as(LimitExceededException.class, "50", () -> {
                    var full = by.newKey();
                    for (int i = 0; i < 51; i++) alias(full);
                }),
                invalid(
                        "must start with the prefix",
                        () -> by.kms.createAlias(
                                request -> request.aliasName("mine").targetKeyId(key))),
                invalid(
                        "'aliasName'",
                        () -> by.kms.createAlias(
                                request -> request.aliasName("alias/no name").targetKeyId(key))),
                invalid(
                        "less than or equal to 256",
                        () -> by.kms.createAlias(request ->
                                request.aliasName("alias/" + "a".repeat(251)).targetKeyId(key))),
                invalid(
                        "Not aliases",
                        () -> by.kms.createAlias(
                                request -> request.aliasName(newName()).targetKeyId("alias/another"))),
                denied(
                        "kms:CreateAlias",
                        () -> by.plainKms.createAlias(
                                request -> request.aliasName(newName()).targetKeyId(key))));
    }

    private Asked updateAlias() {
        var key = by.newKey();
        return kms(
                "UpdateAlias",
                () -> {
                    var other = by.newKey();
                    var name = alias(key);
                    by.kms.updateAlias(request -> request.aliasName(name).targetKeyId(other));
                    assertThat(by.metadata(name).keyId()).isEqualTo(other);
                },
                as(
                        NotFoundException.class,
                        "alias/nobodys",
                        () -> by.kms.updateAlias(
                                request -> request.aliasName("alias/nobodys").targetKeyId(key))),
                unknown(() -> {
                    var name = alias(key);
                    by.kms.updateAlias(request -> request.aliasName(name).targetKeyId(NO_UUID));
                }),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    var name = alias(key);
                    by.kms.updateAlias(request -> request.aliasName(name).targetKeyId(going));
                }),
                invalid("'targetKeyId'", () -> by.kms.updateAlias(request -> request.aliasName("alias/a"))),
                denied(
                        "kms:UpdateAlias",
                        () -> by.plainKms.updateAlias(
                                request -> request.aliasName("alias/a").targetKeyId(key))));
    }

    private Asked deleteAlias() {
        return kms(
                "DeleteAlias",
                () -> {
                    var key = by.newKey();
                    var name = alias(key);
                    by.kms.deleteAlias(request -> request.aliasName(name));
                    assertThat(by.kms.listAliases(request -> request.keyId(key)).aliases())
                            .isEmpty();
                },
                as(
                        NotFoundException.class,
                        "alias/nobodys",
                        () -> by.kms.deleteAlias(request -> request.aliasName("alias/nobodys"))),
                invalid("must start with the prefix", () -> by.kms.deleteAlias(request -> request.aliasName("mine"))),
                invalid("'aliasName'", () -> by.kms.deleteAlias(_ -> {})),
                denied("kms:DeleteAlias", () -> by.plainKms.deleteAlias(request -> request.aliasName("alias/a"))));
    }

    private Asked listAliases() {
        return kms(
                "ListAliases",
                () -> {
                    var key = by.newKey();
                    var names = List.of(alias(key), alias(key), alias(key));
                    var pages = by.kms.listAliasesPaginator(
                            request -> request.keyId(key).limit(2));
                    assertThat(pages.stream().map(page -> page.aliases().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.aliases())
                            .extracting(AliasListEntry::aliasName)
                            .containsExactlyInAnyOrderElementsOf(names);
                    assertThat(pages.aliases())
                            .extracting(AliasListEntry::targetKeyId)
                            .containsOnly(key);
                },
                unknown(() -> by.kms.listAliases(request -> request.keyId(NO_UUID))),
                as(
                        InvalidMarkerException.class,
                        "marker",
                        () -> by.kms.listAliases(request -> request.marker(MADE_UP_TOKEN))),
                invalid("less than or equal to 1000", () -> by.kms.listAliases(request -> request.limit(1_001))),
                denied("kms:ListAliases", () -> by.plainKms.listAliases(_ -> {})));
    }
}
