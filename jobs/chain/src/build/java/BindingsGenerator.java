import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.web3j.codegen.SolidityFunctionWrapper;
import org.web3j.protocol.core.methods.response.AbiDefinition;

/**
 * Build step: writes one typed Java binding per contract of {@code contracts/abi}. Arguments: the folder of the ABI
 * files, and the folder that the sources go to.
 *
 * <p>What web3j generates uses raw and deprecated types; the lint it would fail is suppressed in the generated class
 * alone, so that the compiler stays strict for everything written by hand.
 */
final class BindingsGenerator {
    private static final String PACKAGE = "dev.tributary.chain.contracts";
    private static final String GENERATED_LINT = "@SuppressWarnings(\"rawtypes\")";
    private static final String SUPPRESSED_LINT =
            "@SuppressWarnings({\"rawtypes\", \"unchecked\", \"deprecation\", \"removal\", \"cast\", \"overloads\"})";
    private static final int ADDRESS_BITS = 160;

    private BindingsGenerator() {}

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Path sources = Path.of(arguments[1]);
        Path packageFolder = sources.resolve(PACKAGE.replace('.', '/'));
        ObjectMapper json = new ObjectMapper();
        for (Path file : abiFiles(Path.of(arguments[0]))) {
            if (isCurrent(file, packageFolder)) {
                continue;
            }
            JsonNode artifact = json.readTree(file.toFile());
            List<AbiDefinition> abi = Arrays.asList(json.treeToValue(artifact.get("abi"), AbiDefinition[].class));
            String name = artifact.get("contractName").textValue();
            new SolidityFunctionWrapper(true, ADDRESS_BITS)
                    .generateJavaFiles(
                            name, artifact.get("bytecode").textValue(), abi, sources.toString(), PACKAGE, Map.of());
            suppressLint(packageFolder.resolve(name + ".java"));
        }
    }

    private static List<Path> abiFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /** Untouched sources are not compiled again. */
    private static boolean isCurrent(Path file, Path packageFolder) throws IOException {
        String name = file.getFileName().toString().replace(".json", ".java");
        Path binding = packageFolder.resolve(name);
        return Files.exists(binding)
                && Files.getLastModifiedTime(binding).compareTo(Files.getLastModifiedTime(file)) > 0;
    }

    private static void suppressLint(Path source) throws IOException {
        String text = Files.readString(source, StandardCharsets.UTF_8);
        if (!text.contains(GENERATED_LINT)) {
            throw new IllegalStateException(source + " does not carry " + GENERATED_LINT + "; see this class's comment");
        }
        Files.writeString(source, text.replace(GENERATED_LINT, SUPPRESSED_LINT), StandardCharsets.UTF_8);
    }
}
