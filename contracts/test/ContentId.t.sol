// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TributaryTest} from "./TributaryTest.sol";

contract ContentIdTest is TributaryTest {
    /// @dev The CIDs of the text "hello world" and of the empty UnixFS directory, as any IPFS node gives them.
    string private constant HELLO_WORLD = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    string private constant EMPTY_DIRECTORY = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

    function testARawDigestReadsAsItsCid() public {
        bytes32 digest = sha256("hello world");
        _registerModel(digest);
        assertEq(registry.cid(digest), HELLO_WORLD);
        assertEq(registry.tokenURI(uint256(digest)), string.concat("ipfs://", HELLO_WORLD));
    }

    function testADagPbDigestReadsAsItsCid() public {
        bytes32 digest = sha256(hex"0a020801");
        Application memory application = _application(digest, creator);
        application.codec = 0x70;
        _register(application, creator);
        assertEq(registry.cid(digest), EMPTY_DIRECTORY);
    }
}
