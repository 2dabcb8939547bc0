package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyTextTest {
    @Test
    void whatIsAllOnOneLineIsSetOutAsAwsWritesIt() {
        assertThat(PolicyText.setOut(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"iam:Get*\",\"iam:List*\"]}]}"))
                .isEqualTo("""
                        {
                          "Version": "2012-10-17",
                          "Statement": [
                            {
                              "Action": [
                                "iam:Get*",
                                "iam:List*"
                              ]
                            }
                          ]
                        }""");
    }

    @Test
    void whatSomebodySetOutOrNobodyCanReadStaysAsItIs() {
        for (var text : new String[] {"{\n\"Version\" : \"2012-10-17\" }", "{"})
            assertThat(PolicyText.setOut(text)).isEqualTo(text);
    }
}
