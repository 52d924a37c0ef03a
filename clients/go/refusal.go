package main

import (
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// reason is why the server refused a call: the name of a value of rosterv1.ErrorReason. It is empty for a
// connection that failed or a deadline that passed, which come as plain errors.
func reason(err error) string {
	refusal, _ := status.FromError(err)
	for _, detail := range refusal.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.Reason
		}
	}
	return ""
}

// explain reads what a refusal carries: a code, a text for people, and the details that programs act on.
func explain(err error) string {
	refusal, ok := status.FromError(err)
	if !ok {
		return err.Error()
	}
	text := fmt.Sprintf("%s: %s", refusal.Code(), refusal.Message())
	for _, detail := range refusal.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			text += fmt.Sprintf(" [reason %s, domain %s, %v]", detail.Reason, detail.Domain, detail.Metadata)
		case *errdetails.BadRequest:
			for _, violation := range detail.FieldViolations {
				text += fmt.Sprintf(" [field %s %s]", violation.Field, violation.Description)
			}
		}
	}
	if refusal.Code() == codes.Unauthenticated {
		text += " (is -token-file this server's?)"
	}
	return text
}
