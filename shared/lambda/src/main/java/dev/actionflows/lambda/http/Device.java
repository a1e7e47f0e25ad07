package dev.actionflows.lambda.http;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.List;

/**
 * What a browser's {@code User-Agent} tells about the visitor's device.
 *
 * @param services that the visitor probably uses, best first
 * @param isDesktop neither a phone nor a tablet, where apps open only on a tap (iOS: "Supporting
 *     universal links in your app"; Android: Chrome's "Android Intents"). A tablet that asks for
 *     desktop pages claims to be one, too.
 */
public record Device(List<StreamingProvider> services, boolean isDesktop) {
    private static final List<String> APPLE = List.of("iPhone", "iPad", "iPod", "Macintosh");
    private static final List<String> DESKTOP = List.of("Windows NT", "Macintosh", "X11");

    /** Source: MDN, "Browser detection using the user agent". */
    private static final List<String> MOBILE = List.of("Mobi", "Android");

    public Device {
        services = List.copyOf(services);
    }

    public static Device of(HttpRequest request) {
        String agent = request.header("User-Agent").orElse("");
        return new Device(
                names(agent, APPLE)
                        ? List.of(StreamingProvider.APPLE_MUSIC, StreamingProvider.SPOTIFY)
                        : List.of(StreamingProvider.SPOTIFY, StreamingProvider.APPLE_MUSIC),
                names(agent, DESKTOP) && !names(agent, MOBILE));
    }

    private static boolean names(String agent, List<String> words) {
        return words.stream().anyMatch(agent::contains);
    }
}
