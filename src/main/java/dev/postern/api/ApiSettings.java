package dev.postern.api;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param publicUrl where clients reach the API when that is not what they connect to, e.g. behind a balancer; https, a path is kept
 * @param hosts more names of this server
 * @param rate calls a second and principal, as a steady stream
 * @param burst calls a principal may make at once after a pause
 * @param nodeRate the same for a node: generous, since an agent that is refused goes quiet for minutes
 * @param nodeBurst the same for a node
 * @param anonymousRate unsigned calls a second and address: registrations, and clients' streams
 * @param anonymousBurst the same
 */
@ConfigurationProperties("postern.api")
record ApiSettings(
        @Nullable URI publicUrl,
        @DefaultValue List<String> hosts,
        @DefaultValue("50") int rate,
        @DefaultValue("100") int burst,
        @DefaultValue("100") int nodeRate,
        @DefaultValue("400") int nodeBurst,
        @DefaultValue("20") int anonymousRate,
        @DefaultValue("100") int anonymousBurst) {
    ApiSettings {
        if (publicUrl != null && (!"https".equals(publicUrl.getScheme()) || publicUrl.getRawAuthority() == null))
            throw new IllegalArgumentException(
                    "postern.api.public-url must look like https://host:port, not like: " + publicUrl);
        for (int limit : new int[] {rate, burst, nodeRate, nodeBurst, anonymousRate, anonymousBurst})
            if (limit < 1)
                throw new IllegalArgumentException("the rates of postern.api must be 1 or more, not: " + limit);
    }
}
