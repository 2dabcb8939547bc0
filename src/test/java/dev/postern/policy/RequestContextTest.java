package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.policy.RequestContext.Attribute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys of a request: no case, one value or several, and absent where nobody put any. */
class RequestContextTest {
    @Test
    void namesHaveNoCaseAndTagKeysInThemNeither() {
        var context = RequestContext.builder()
                .put("aws:SourceIp", "192.0.2.1")
                .resourceTags(Map.of("Team", "web"))
                .build();
        assertThat(context.find("aws:sourceip")).isEqualTo(new Attribute(false, List.of("192.0.2.1")));
        assertThat(context.find("aws:resourcetag/team")).isEqualTo(new Attribute(false, List.of("web")));
        assertThat(context.find("ssm:resourcetag/team")).isEqualTo(new Attribute(false, List.of("web")));
    }

    @Test
    void whatNobodyPutIsAbsentAndSoIsWhatHasNoValues() {
        var context = RequestContext.builder()
                .put("x:a", List.of())
                .put("x:b", "1")
                .put("x:b", List.of())
                .resourceTags(Map.of())
                .build();
        assertThat(context.find("x:a")).isNull();
        assertThat(context.find("x:b")).isNull();
        assertThat(context.find("x:c")).isNull();
    }

    @Test
    void whatALegAddsComesBeforeWhatAllHave() {
        var all = RequestContext.builder()
                .put("x:a", "all")
                .put("x:b", "all")
                .resourceTags(Map.of("team", "all"))
                .build();
        var leg =
                all.with().put("x:a", "leg").resourceTags(Map.of("team", "leg")).build();
        assertThat(leg.find("x:a")).isEqualTo(new Attribute(false, List.of("leg")));
        assertThat(leg.find("x:b")).isEqualTo(new Attribute(false, List.of("all")));
        assertThat(leg.find("aws:resourcetag/team")).isEqualTo(new Attribute(false, List.of("leg")));
        assertThat(all.find("x:a")).isEqualTo(new Attribute(false, List.of("all")));
    }

    @Test
    void anActionWithoutItsServiceIsNoAction() {
        assertThatThrownBy(() -> PolicyRequest.of(
                        PolicyPrincipal.anonymous(), "StartSession", PolicyResource.ANY, RequestContext.EMPTY))
                .hasMessage("an action begins with its service: StartSession");
    }
}
