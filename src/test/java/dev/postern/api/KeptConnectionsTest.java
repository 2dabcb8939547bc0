package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.HandClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused call leaves its connection to the next, or says that it does not. */
class KeptConnectionsTest {
    private final ApiUnderTest api = new ApiUnderTest(new HandClock());

    @AfterEach
    void stop() {
        api.close();
    }

    private static String call(String more) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSSM.StartSession\r\n" + more + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Up to the end of the JSON; "" when the server has closed the connection. */
    private static String answer(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            answer.write(next);
            if (next == '}') break;
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    private Socket connected() throws IOException {
        var socket = new Socket("localhost", api.url("/").getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"})
    void aBodyThatComesAfterItsHeadersCostsTheNextCallNothing(String length) throws IOException {
        try (var socket = connected()) {
            for (int i = 0; i < 100; i++) {
                write(socket, call(length));
                write(socket, length.startsWith("C") ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
                assertThat(answer(socket))
                        .as("call %d", i)
                        .startsWith("HTTP/1.1 400 ")
                        .contains("MissingAuthenticationTokenException")
                        .doesNotContainIgnoringCase("Connection: close");
            }
        }
    }

    @Test
    void whereTheBodyIsLongerThanAStrangersMayBeTheAnswerSaysThatTheConnectionEnds() throws IOException {
        try (var socket = connected()) {
            write(socket, call("Content-Length: " + (Body.MOST_OF_A_STRANGER + 1) + "\r\n"));
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").containsIgnoringCase("Connection: close");
            assertThat(answer(socket)).isEmpty();
        }
    }

    @Test
    void whoWaitsToBeAskedForTheBodyIsNotAsked() throws IOException {
        try (var socket = connected()) {
            write(socket, call("Content-Length: 5\r\nExpect: 100-continue\r\n"));
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").containsIgnoringCase("Connection: close");
        }
    }
}
