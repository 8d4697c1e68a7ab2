package tapkernel

// The enumerations of the bridge are plain, and serve as they are. From Java they are those of `tapkernel.ffi`.

/** An error of level 1: why the card did not answer (Book A, 6.1). */
public typealias L1Error = tapkernel.ffi.L1Error

/** Transaction Type `9C`. */
public typealias TransactionType = tapkernel.ffi.TransactionType

/** The cardholder verification that the kernel settled (Book A, 6.2). */
public typealias Cvm = tapkernel.ffi.Cvm

/** The interface that the card wants instead (Book A, 6.2). */
public typealias AlternateInterface = tapkernel.ffi.AlternateInterface

/** What the reader is doing (Book A, 9.3). */
public typealias UiStatus = tapkernel.ffi.UiStatus

/** The method of offline data authentication. */
public typealias OdaMethod = tapkernel.ffi.OdaMethod

/** The result of offline data authentication. */
public typealias OdaResult = tapkernel.ffi.OdaResult

/** What kind of refusal; stays the same from version to version. */
public typealias ErrorCode = tapkernel.ffi.ErrorCode
