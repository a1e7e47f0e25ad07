package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.streaming.StreamingProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class DeviceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    APPLE_MUSIC | false | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1
                    APPLE_MUSIC | false | Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22H20 Instagram 400.0.0.0.1
                    APPLE_MUSIC | false | Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1
                    APPLE_MUSIC | false | Mozilla/5.0 (iPod touch; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1
                    APPLE_MUSIC | true  | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15
                    SPOTIFY     | false | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36
                    SPOTIFY     | false | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
                    SPOTIFY     | false | Mozilla/5.0 (Android 15; Tablet; rv:144.0) Gecko/144.0 Firefox/144.0
                    SPOTIFY     | true  | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
                    SPOTIFY     | true  | Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0
                    SPOTIFY     | true  | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
                    SPOTIFY     | false | curl/8.17.0
                    """)
    void the_user_agent_tells_the_device(StreamingProvider first, boolean isDesktop, String agent) {
        Device device = device(Map.of("user-agent", agent));

        assertThat(device.services())
                .startsWith(first)
                .containsExactlyInAnyOrder(StreamingProvider.values());
        assertThat(device.isDesktop()).isEqualTo(isDesktop);
    }

    @Test
    void a_browser_that_does_not_tell_may_be_a_phone() {
        assertThat(device(Map.of()).services()).startsWith(StreamingProvider.SPOTIFY);
        assertThat(device(Map.of()).isDesktop()).isFalse();
    }

    private static Device device(Map<String, String> headers) {
        return Device.of(new HttpRequest(Map.of("headers", headers)));
    }
}
