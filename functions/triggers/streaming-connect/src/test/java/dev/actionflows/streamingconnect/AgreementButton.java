package dev.actionflows.streamingconnect;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.testkit.SampleEvents;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Presses the button of a page, as a browser does. */
final class AgreementButton {
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private AgreementButton() {}

    /**
     * The form that the button posts, without the cookie.
     *
     * @param provider of the page
     */
    static APIGatewayProxyRequestEvent pressed(APIGatewayProxyResponseEvent page, String provider) {
        APIGatewayProxyRequestEvent event =
                SampleEvents.read(
                        "streaming-connect/start-spotify-posted.json",
                        APIGatewayProxyRequestEvent.class);
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Origin", "https://flows.example.com");
        return event.withHeaders(headers)
                .withPathParameters(new HashMap<>(Map.of("provider", provider)))
                .withBody(form(page));
    }

    static String form(APIGatewayProxyResponseEvent page) {
        return FIELD.matcher(page.getBody())
                .results()
                .map(it -> it.group(1) + "=" + encoded(it.group(2)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String escaped) {
        return URLEncoder.encode(escaped.replace("&amp;", "&"), StandardCharsets.UTF_8);
    }
}
