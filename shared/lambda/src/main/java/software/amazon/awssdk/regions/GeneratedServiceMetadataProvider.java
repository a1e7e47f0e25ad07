package software.amazon.awssdk.regions;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the SDK's own class of this name in the functions' jars. The SDK's one makes
 * an object of a class of its own for each of the four hundred services of AWS, whenever the first
 * client is built, to look up one region. This one knows no service, and the SDK then takes what
 * holds for all services with ordinary endpoints, among them each that we use.
 */
@NullMarked
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {
    @Override
    public @Nullable ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
