package dev.tributary.settlement.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was published: one folder per epoch with {@code manifest.json} and {@code tree.json}, below a folder of this
 * machine or an http address, or what {@code tributary serve} shows.
 */
public interface PublishedEpochs {
    /** Empty where the file is not there. */
    Optional<String> manifest(long epoch);

    /** Empty where the file is not there. */
    Optional<String> tree(long epoch);

    /** Where nothing was published. */
    PublishedEpochs NONE = new PublishedEpochs() {
        @Override
        public Optional<String> manifest(long epoch) {
            return Optional.empty();
        }

        @Override
        public Optional<String> tree(long epoch) {
            return Optional.empty();
        }
    };

    static PublishedEpochs at(String place) {
        return place.startsWith("http://") || place.startsWith("https://")
                ? new Web(place)
                : new Folder(Path.of(place));
    }

    /** As the settlement run writes it. */
    record Folder(Path folder) implements PublishedEpochs {
        @Override
        public Optional<String> manifest(long epoch) {
            return read(folder.resolve(Long.toString(epoch)).resolve("manifest.json"));
        }

        @Override
        public Optional<String> tree(long epoch) {
            return read(folder.resolve(Long.toString(epoch)).resolve("tree.json"));
        }

        private static Optional<String> read(Path file) {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readString(file, UTF_8));
            } catch (IOException e) {
                throw new SettlementException(
                        Problem.NOT_FOUND, file + " cannot be read: " + e + ". Check --published and its rights.", e);
            }
        }
    }

    /** As a web server shows the settlement run's folder, or else as {@code tributary serve} answers. */
    record Web(String address) implements PublishedEpochs {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        private static final int OK = 200;
        private static final int NOT_FOUND = 404;

        @Override
        public Optional<String> manifest(long epoch) {
            return read(epoch + "/manifest.json").or(() -> read("v1/epochs/" + epoch + "/manifest"));
        }

        @Override
        public Optional<String> tree(long epoch) {
            return read(epoch + "/tree.json").or(() -> read("v1/epochs/" + epoch + "/tree"));
        }

        private Optional<String> read(String file) {
            URI uri = URI.create(address.endsWith("/") ? address + file : address + "/" + file);
            try {
                HttpResponse<String> answer =
                        CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
                if (answer.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                if (answer.statusCode() == OK) {
                    return Optional.of(answer.body());
                }
                throw away(uri, "status " + answer.statusCode());
            } catch (IOException e) {
                throw away(uri, e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw away(uri, "interrupted");
            }
        }

        private static SettlementException away(URI uri, String why) {
            return new SettlementException(
                    Problem.NODE_UNAVAILABLE, uri + " did not answer: " + why + ". Check --published, or try again.");
        }
    }
}
