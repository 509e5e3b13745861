package dev.tributary.chain;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the contracts of one chain are: the content of {@code deployments/<chainId>.json}, as the Foundry script writes it.
 *
 * @param deploymentBlock a block not after the first event of any of the contracts
 * @param contracts address by contract name, lower-case 0x form
 */
@JsonPropertyOrder({"chainId", "deploymentBlock", "contracts"})
public record Deployment(long chainId, long deploymentBlock, Map<String, String> contracts) implements Serializable {
    public static final String MODEL_REGISTRY = "ModelRegistry";
    public static final String GATEWAY_REGISTRY = "GatewayRegistry";
    public static final String ROYALTY_VAULT = "RoyaltyVault";
    public static final String VERIFICATION_ORACLE = "VerificationOracle";
    public static final String MARKETPLACE = "Marketplace";
    public static final String ACCESS_PASS = "AccessPass";

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final ObjectMapper JSON = new ObjectMapper();

    public Deployment {
        Map<String, String> lowerCase = new TreeMap<>();
        contracts.forEach((name, address) -> lowerCase.put(name, address.toLowerCase(Locale.ROOT)));
        contracts = Map.copyOf(lowerCase);
        if (chainId < 1 || deploymentBlock < 0 || contracts.isEmpty()) {
            throw new IllegalArgumentException("a deployment needs a chain id from 1, a block from 0 and contracts");
        }
        contracts.forEach((name, address) -> {
            if (!ADDRESS.matcher(address).matches()) {
                throw new IllegalArgumentException(name + " has the address " + address + ", not 0x and 40 hex digits");
            }
        });
    }

    /** The address of one of the contracts. */
    public String address(String contract) {
        String address = contracts.get(contract);
        if (address == null) {
            throw new IllegalArgumentException("no " + contract + " among the deployed " + contracts.keySet());
        }
        return address;
    }

    /** Reads a deployment file; members that this version does not know are an error. */
    public static Deployment read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), Deployment.class);
    }

    /** Writes {@code <chainId>.json} into a folder, which is created when missing, and returns the file. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(chainId + ".json"), toJson() + "\n", StandardCharsets.UTF_8);
    }

    private String toJson() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
