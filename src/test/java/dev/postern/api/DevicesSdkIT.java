package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkeys;
import dev.postern.sigv4.Credentials;
import dev.postern.trail.Entry;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.MFADevice;

/** Second factors as the SDK lists and removes them: an authenticator as a virtual device, passkeys as FIDO keys. */
class DevicesSdkIT {
    private static final String ALICE = "arn:aws:iam::000000000000:u2f/user/alice/passkey-";
    private static final String OWN = "arn:aws:iam::000000000000:u2f/user/admin/passkey-";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    private final Credentials key = api.administrator();

    @AutoClose
    private final IamClient admin = AwsSdk.iam(api, key);

    @AutoClose
    private final IamClient alice = AwsSdk.iam(api, api.keyOf("alice", Set.of()));

    @Test
    void passkeysAreListedBesideTheAuthenticatorPageByPage() {
        api.secondFactor("alice");
        var laptop = api.passkey("alice", "Laptop");
        var key = api.passkey("alice", "Key of the safe");
        var devices = admin.listMFADevices(request -> request.userName("alice")).mfaDevices();
        assertThat(devices)
                .extracting(MFADevice::serialNumber)
                .hasSize(3)
                .startsWith("arn:aws:iam::000000000000:mfa/alice")
                .contains(ALICE + laptop.mark(), ALICE + key.mark());
        assertThat(devices).extracting(MFADevice::userName).containsOnly("alice");
        assertThat(devices)
                .filteredOn(device -> device.serialNumber().equals(ALICE + laptop.mark()))
                .extracting(MFADevice::enableDate)
                .containsExactly(laptop.createdAt().truncatedTo(ChronoUnit.SECONDS));
        assertThat(admin.listMFADevicesPaginator(
                                request -> request.userName("alice").maxItems(1))
                        .mfaDevices())
                .containsExactlyElementsOf(devices);
        assertThat(admin.listVirtualMFADevices().virtualMFADevices()).hasSize(1);
    }

    @Test
    void aSerialNumberStaysThatOfItsPasskeyWhateverItIsCalled() {
        var passkey = api.passkey("alice", "Laptop");
        var owner = api.bean(Users.class).find("alice").orElseThrow();
        api.bean(Passkeys.class).rename(owner, passkey.id(), "Old laptop");
        assertThat(admin.listMFADevices(request -> request.userName("alice")).mfaDevices())
                .extracting(MFADevice::serialNumber)
                .containsExactly(ALICE + passkey.mark());
    }

    @Test
    void whoMayRemovesOnePasskeyOfAnother() {
        var laptop = api.passkey("alice", "Laptop");
        var phone = api.passkey("alice", "Phone");
        AwsSdk.refused(
                () -> alice.deactivateMFADevice(
                        request -> request.userName("alice").serialNumber(ALICE + laptop.mark())),
                "AccessDenied",
                403,
                "not authorized to perform: iam:DeactivateMFADevice");
        admin.deactivateMFADevice(request -> request.userName("alice").serialNumber(ALICE + laptop.mark()));
        assertThat(admin.listMFADevices(request -> request.userName("alice")).mfaDevices())
                .extracting(MFADevice::serialNumber)
                .containsExactly(ALICE + phone.mark());
        assertThat(newest().event().details())
                .containsEntry("device", "passkey")
                .containsEntry("name", "Laptop");
        for (var serial : new String[] {ALICE + laptop.mark(), OWN + phone.mark(), ALICE + phone.mark() + "0"})
            AwsSdk.refused(
                    () -> admin.deactivateMFADevice(
                            request -> request.userName("alice").serialNumber(serial)),
                    "NoSuchEntity",
                    404,
                    "alice has no device " + serial);
    }

    /** As in the console, where it is asked of everybody: here whoever signs with a code has just given it. */
    @Test
    void onesOwnPasskeyTakesAFreshProof() {
        var code = api.secondFactor("admin");
        var passkey = api.passkey("admin", "Laptop");
        AwsSdk.refused(
                () -> admin.deactivateMFADevice(request -> request.serialNumber(OWN + passkey.mark())),
                "AccessDenied",
                403,
                "a proof by two factors of the last five minutes");
        try (var sts = AwsSdk.sts(api, key)) {
            var issued = sts.getSessionToken(request -> request.serialNumber("arn:aws:iam::000000000000:mfa/admin")
                            .tokenCode(code))
                    .credentials();
            var proven = new Credentials(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
            try (var fresh = AwsSdk.iam(api, proven)) {
                fresh.deactivateMFADevice(request -> request.serialNumber(OWN + passkey.mark()));
            }
        }
        assertThat(admin.listMFADevices().mfaDevices())
                .extracting(MFADevice::serialNumber)
                .containsExactly("arn:aws:iam::000000000000:mfa/admin");
    }

    private Entry newest() {
        return api.bean(Trail.class).latest(Long.MAX_VALUE, 1).getFirst();
    }
}
