package dev.postern.sigv4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Authorization header, taken apart. */
record Authorization(String keyId, SigningScope scope, List<String> signedHeaders, String signature) {

    private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final int MAX_SIGNED_HEADERS = 64;

    sealed interface Parsed {
        record Complete(Authorization authorization) implements Parsed {}

        /** Something else than Signature Version 4, such as Basic. */
        record Foreign() implements Parsed {}

        record Incomplete(String why) implements Parsed {}
    }

    static Parsed parse(String header) {
        var text = header.strip();
        if (!text.startsWith(CanonicalRequest.ALGORITHM + " ")) return new Parsed.Foreign();

        var parameters = new HashMap<String, String>();
        for (var part : text.substring(CanonicalRequest.ALGORITHM.length()).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0)
                return new Parsed.Incomplete(
                        "'" + part.strip() + "' is not a key=value pair in the Authorization header.");
            var name = part.substring(0, equals).strip();
            if (parameters.put(name, part.substring(equals + 1).strip()) != null)
                return new Parsed.Incomplete("The Authorization header has '" + name + "' twice.");
        }
        var missing = new ArrayList<String>();
        for (var name : List.of("Credential", "Signature", "SignedHeaders"))
            if (parameters.getOrDefault(name, "").isEmpty())
                missing.add("Authorization header requires '" + name + "' parameter.");
        if (!missing.isEmpty()) return new Parsed.Incomplete(String.join(" ", missing));

        // getOrDefault above saw all three; the empty defaults below only satisfy the type.
        var credential = parameters.getOrDefault("Credential", "");
        int slash = credential.indexOf('/');
        var scope = slash <= 0 ? Optional.<SigningScope>empty() : SigningScope.parse(credential.substring(slash + 1));
        if (scope.isEmpty())
            return new Parsed.Incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                            + " got '" + credential + "'.");
        var signed = List.of(parameters.getOrDefault("SignedHeaders", "").split(";", -1));
        if (signed.size() > MAX_SIGNED_HEADERS
                || new HashSet<>(signed).size() != signed.size()
                || !signed.stream().allMatch(name -> HEADER_NAME.matcher(name).matches()))
            return new Parsed.Incomplete("SignedHeaders must list lower-case header names, each once.");
        return new Parsed.Complete(new Authorization(
                credential.substring(0, slash), scope.get(), signed, parameters.getOrDefault("Signature", "")));
    }

    @Override
    public String toString() {
        return CanonicalRequest.ALGORITHM + " Credential=" + keyId + "/" + scope + ", SignedHeaders="
                + String.join(";", signedHeaders) + ", Signature=" + signature;
    }
}
