package dev.actionflows.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.DynamodbServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.KmsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SecretsmanagerServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SqsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.StatesServiceMetadata;

import java.util.List;
import java.util.Map;

/** The clients' service metadata equals the SDK's own. */
class ServiceMetadataTest {
    private static final Map<String, ServiceMetadata> SDK_METADATA =
            Map.of(
                    "dynamodb", new DynamodbServiceMetadata(),
                    "kms", new KmsServiceMetadata(),
                    "secretsmanager", new SecretsmanagerServiceMetadata(),
                    "sqs", new SqsServiceMetadata(),
                    "states", new StatesServiceMetadata());

    static List<Region> regions() {
        return Region.regions().stream().filter(region -> !region.isGlobalRegion()).toList();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void signing_regions_and_endpoints_match_the_sdks(Region region) {
        SDK_METADATA.forEach(
                (prefix, original) -> {
                    ServiceMetadata ours = ServiceMetadata.of(prefix);
                    assertThat(ours.signingRegion(region))
                            .isEqualTo(original.signingRegion(region));
                    assertThat(ours.endpointFor(region)).isEqualTo(original.endpointFor(region));
                });
    }

    @Test
    void there_are_regions_to_check() {
        assertThat(regions()).hasSizeGreaterThan(30);
        assertThat(ServiceMetadata.of("dynamodb")).isNotInstanceOf(DynamodbServiceMetadata.class);
    }
}
