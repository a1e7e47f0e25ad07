package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

class QueryStringsTest {
    /** The parameters as API Gateway decodes them. */
    private static List<Entry<String, String>> decoded(String query) {
        List<Entry<String, String>> parameters = new ArrayList<>();
        for (String parameter : query.substring(1).split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.add(Map.entry(text(parts[0]), parts.length == 2 ? text(parts[1]) : ""));
        }
        return parameters;
    }

    private static String text(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?source=label",
                "?source=My%20Label",
                "?source=My+Label",
                "?source=a%2Bb",
                "?source=a%2bb",
                "?source=caf%C3%A9",
                "?source=caf%c3%a9%20x",
                "?source=%F0%9F%94%A5",
                "?flag",
                "?flag=",
                "?flag&source=My%20Label",
                "?a=1&flag&b",
                "?b=2&a=1",
                "?c=3&a=1&b=2",
                "?a=1&a=2",
                "?next=https://band.example/tour?x",
                "?next=https%3A%2F%2Fband.example%2Ftour%3Fx",
                "?a=b=c",
                "?a=b%3Dc",
                "?list=a,b,c",
                "?list=a%2Cb",
                "?filter[city]=x",
                "?filter%5Bcity%5D=x",
                "?a=~x",
                "?a=%7Ex",
                "?a=it's(x)*!",
                "?a=it%27s%28x%29%2A%21",
                "?campaign=A|B",
                "?campaign=A%7CB",
                "?a=x%20y&b=x+y",
                "?a=50%25&b=%26",
            })
    void the_original_query_is_among_the_candidates(String query) {
        assertThat(QueryStrings.of(decoded(query))).contains(query);
        List<Entry<String, String>> otherOrder = new ArrayList<>(decoded(query));
        Collections.reverse(otherOrder);
        assertThat(QueryStrings.of(otherOrder)).contains(query);
    }

    @Test
    void a_literal_plus_is_among_the_candidates() {
        assertThat(QueryStrings.of(List.of(Map.entry("a", "b+c d"))))
                .contains("?a=b+c%20d", "?a=b%2Bc%20d", "?a=b%2Bc+d");
    }

    @Test
    void a_plain_query_has_few_candidates_and_none_has_too_many() {
        assertThat(QueryStrings.of(decoded("?source=label"))).containsExactly("?source=label");
        assertThat(QueryStrings.of(decoded("?source=My%20Label")))
                .containsExactly("?source=My%20Label", "?source=My+Label");
        Collection<String> many =
                QueryStrings.of(
                        Collections.nCopies(200, Map.entry("a |+~:\u00e9", "b |+~:'[\u00e9 ")));
        assertThat(many).hasSizeLessThanOrEqualTo(QueryStrings.MAX);
    }

    @Test
    void without_parameters_there_is_no_query_or_an_empty_one() {
        assertThat(QueryStrings.of(List.of())).containsExactly("", "?");
    }
}
