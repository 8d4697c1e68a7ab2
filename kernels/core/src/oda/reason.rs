//! Why offline data authentication failed or was not done.

use core::fmt;

macro_rules! reasons {
    ($($ident:ident $word:literal $doc:literal;)+) => {
        /// Why offline data authentication failed or was not done: one variant for each check.
        ///
        /// `Display` is a word that stays the same from version to version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum OdaReason { $(#[doc = $doc] $ident,)+ }

        impl OdaReason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$ident),+];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$ident => $word,)+ }
            }
        }
    };
}

impl fmt::Display for OdaReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

reasons! {
    NotOffered "not-offered" "The card offered nothing to authenticate.";
    NotRequired "not-required" "The decision was already online or decline.";
    NotReached "not-reached" "The transaction ended before it was due.";
    DataMissing "data-missing" "A data object that the method needs is missing.";
    UnknownCaKey "unknown-ca-key" "No CA key with the card's index.";
    CaKeyExpired "ca-key-expired" "The CA key is past its expiry date.";
    PanFormat "pan-format" "The PAN is not 8 to 19 digits, padded with F.";

    IssuerCertificateLength "issuer-certificate-length" "The certificate is not as long as the CA key.";
    IssuerCertificateTooLarge "issuer-certificate-too-large" "The certificate is not below the CA modulus.";
    IssuerCertificateHeader "issuer-certificate-header" "Recovered data do not begin with 6A.";
    IssuerCertificateTrailer "issuer-certificate-trailer" "Recovered data do not end with BC.";
    IssuerCertificateFormat "issuer-certificate-format" "The certificate format is not 02.";
    IssuerCertificateHashAlgorithm "issuer-certificate-hash-algorithm" "The hash algorithm is not 01.";
    IssuerCertificateHash "issuer-certificate-hash" "The hash does not match.";
    IssuerIdentifierMismatch "issuer-identifier-mismatch" "The PAN does not begin with the issuer identifier, 3 to 8 digits padded with F.";
    IssuerCertificateDate "issuer-certificate-date" "The expiration date is no month.";
    IssuerCertificateExpired "issuer-certificate-expired" "The certificate expired before the transaction date.";
    IssuerCertificateRevoked "issuer-certificate-revoked" "The certificate is on the revocation list.";
    IssuerKeyAlgorithm "issuer-key-algorithm" "The public key algorithm is not 01.";
    IssuerKeyExponentLength "issuer-key-exponent-length" "The certificate tells another length than the exponent has.";
    IssuerKeyExponent "issuer-key-exponent" "The exponent is neither 3 nor 65537.";
    IssuerKeyTooShort "issuer-key-too-short" "The key has fewer than 64 bytes.";
    IssuerKeyTooLong "issuer-key-too-long" "The key is longer than the CA key.";
    IssuerKeyPadding "issuer-key-padding" "A padding byte after the key is not BB.";
    IssuerKeyRemainderMissing "issuer-key-remainder-missing" "The key does not fit and there is no remainder.";
    IssuerKeyRemainderUnexpected "issuer-key-remainder-unexpected" "The key fits and there is a remainder.";
    IssuerKeyRemainderLength "issuer-key-remainder-length" "The remainder does not have the length that is missing.";
    IssuerKeyLeadingZero "issuer-key-leading-zero" "The modulus begins with a zero byte.";
    IssuerKeyEven "issuer-key-even" "The modulus is even.";

    IccCertificateLength "icc-certificate-length" "The certificate is not as long as the issuer key.";
    IccCertificateTooLarge "icc-certificate-too-large" "The certificate is not below the issuer modulus.";
    IccCertificateHeader "icc-certificate-header" "Recovered data do not begin with 6A.";
    IccCertificateTrailer "icc-certificate-trailer" "Recovered data do not end with BC.";
    IccCertificateFormat "icc-certificate-format" "The certificate format is not 04.";
    IccCertificateHashAlgorithm "icc-certificate-hash-algorithm" "The hash algorithm is not 01.";
    IccCertificateHash "icc-certificate-hash" "The hash does not match; a signed record may have changed.";
    IccCertificatePan "icc-certificate-pan" "The PAN in the certificate is not that of the application.";
    IccCertificateDate "icc-certificate-date" "The expiration date is no month.";
    IccCertificateExpired "icc-certificate-expired" "The certificate expired before the transaction date.";
    IccKeyAlgorithm "icc-key-algorithm" "The public key algorithm is not 01.";
    IccKeyExponentLength "icc-key-exponent-length" "The certificate tells another length than the exponent has.";
    IccKeyExponent "icc-key-exponent" "The exponent is neither 3 nor 65537.";
    IccKeyTooShort "icc-key-too-short" "The key has fewer than 64 bytes.";
    IccKeyTooLong "icc-key-too-long" "The key is longer than the issuer key.";
    IccKeyPadding "icc-key-padding" "A padding byte after the key is not BB.";
    IccKeyRemainderMissing "icc-key-remainder-missing" "The key does not fit and there is no remainder.";
    IccKeyRemainderUnexpected "icc-key-remainder-unexpected" "The key fits and there is a remainder.";
    IccKeyRemainderLength "icc-key-remainder-length" "The remainder does not have the length that is missing.";
    IccKeyLeadingZero "icc-key-leading-zero" "The modulus begins with a zero byte.";
    IccKeyEven "icc-key-even" "The modulus is even.";

    SignedRecordSfi "signed-record-sfi" "A signed record comes from an SFI that is not 1 to 30.";
    SignedRecordTemplate "signed-record-template" "A signed record of SFI 1 to 10 is not exactly one template 70.";
    SignedRecordsTooLong "signed-records-too-long" "The data to be authenticated exceed the limit.";
    SdaTagList "sda-tag-list" "The SDA Tag List holds something else than tag 82.";

    SsadLength "ssad-length" "The signature is not as long as the issuer key.";
    SsadTooLarge "ssad-too-large" "The signature is not below the issuer modulus.";
    SsadHeader "ssad-header" "Recovered data do not begin with 6A.";
    SsadTrailer "ssad-trailer" "Recovered data do not end with BC.";
    SsadFormat "ssad-format" "The signed data format is not the one wanted.";
    SsadHashAlgorithm "ssad-hash-algorithm" "The hash algorithm is not 01.";
    SsadHash "ssad-hash" "The hash does not match; a signed record may have changed.";
    SsadPadding "ssad-padding" "A padding byte is not BB.";

    SdadLength "sdad-length" "The signature is not as long as the ICC key.";
    SdadTooLarge "sdad-too-large" "The signature is not below the ICC modulus.";
    SdadHeader "sdad-header" "Recovered data do not begin with 6A.";
    SdadTrailer "sdad-trailer" "Recovered data do not end with BC.";
    SdadFormat "sdad-format" "The signed data format is not the one wanted.";
    SdadHashAlgorithm "sdad-hash-algorithm" "The hash algorithm is not 01.";
    SdadHash "sdad-hash" "The hash does not match; the challenge or the signed data may have changed.";
    SdadDataLength "sdad-data-length" "The ICC Dynamic Data are longer than the signature has room for.";
    SdadPadding "sdad-padding" "A padding byte is not BB.";
    IccDynamicNumber "icc-dynamic-number" "The ICC Dynamic Number is not there or not 2 to 8 bytes.";

    CdaDataLength "cda-data-length" "The ICC Dynamic Data are too short for CDA.";
    CdaCryptogramInformationData "cda-cryptogram-information-data" "The CID in the signature is not the one in the response.";
    RelayResistanceData "relay-resistance-data" "The signed data of the relay resistance protocol are not those exchanged.";
    CdaTransactionDataHash "cda-transaction-data-hash" "The Transaction Data Hash Code does not match.";

    FddaAuthenticationDataLength "fdda-authentication-data-length" "Card Authentication Related Data are not 5 to 16 bytes.";
    FddaVersion "fdda-version" "The fDDA version is not 01.";
}
