// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title CIDv1 of a sha2-256 digest, as text.
library ContentId {
    uint8 internal constant RAW = 0x55;
    uint8 internal constant DAG_PB = 0x70;

    bytes32 private constant BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    /// @dev 36 bytes in groups of 5 bits.
    uint256 private constant BASE32_LENGTH = 58;

    /// @notice Multibase prefix `b` and the base32 form, without padding, of `0x01 codec 0x12 0x20 digest`.
    function toText(uint8 codec, bytes32 digest) internal pure returns (string memory) {
        bytes memory binary = abi.encodePacked(uint8(0x01), codec, uint8(0x12), uint8(0x20), digest);
        bytes memory text = new bytes(1 + BASE32_LENGTH);
        text[0] = "b";
        uint256 written = 1;
        uint256 buffer = 0;
        uint256 bits = 0;
        for (uint256 i = 0; i < binary.length; ++i) {
            buffer = (buffer << 8) | uint8(binary[i]);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[written] = BASE32[(buffer >> bits) & 0x1f];
                ++written;
            }
        }
        text[written] = BASE32[(buffer << (5 - bits)) & 0x1f];
        return string(text);
    }
}
