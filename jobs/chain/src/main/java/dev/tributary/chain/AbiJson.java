package dev.tributary.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.domain.money.Hex;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Array;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.BytesType;
import org.web3j.abi.datatypes.IntType;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;

/**
 * Solidity values as JSON: addresses and bytes as lower-case 0x strings, integers of at most 32 bits as numbers and wider
 * ones as decimal strings, bool and string as in JSON, arrays as arrays.
 */
final class AbiJson {
    private static final int WIDEST_JSON_NUMBER_BITS = 32;

    private AbiJson() {}

    static JsonNode of(Type<?> value) {
        if (value instanceof Address address) {
            return TextNode.valueOf(address.getValue());
        }
        if (value instanceof Bool flag) {
            return BooleanNode.valueOf(flag.getValue());
        }
        if (value instanceof Utf8String text) {
            return TextNode.valueOf(text.getValue());
        }
        if (value instanceof BytesType bytes) {
            return TextNode.valueOf(Hex.of(bytes.getValue()));
        }
        if (value instanceof IntType integer) {
            return integer(integer);
        }
        if (value instanceof Array<?> array) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            array.getValue().forEach(item -> items.add(of(item)));
            return items;
        }
        throw new IllegalArgumentException("no JSON form for the Solidity type " + value.getTypeAsString());
    }

    private static JsonNode integer(IntType integer) {
        return integer.getBitSize() <= WIDEST_JSON_NUMBER_BITS
                ? LongNode.valueOf(integer.getValue().longValueExact())
                : TextNode.valueOf(integer.getValue().toString());
    }
}
