/// Staff check the proof and record the outcome.
struct ManualVerification: VerificationProvider {
  let name = "manual"
}
