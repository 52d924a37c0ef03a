package main

import (
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// isRefusal tells the server's own answer from a connection that failed or a deadline that passed, which
// come as plain errors.
func isRefusal(err error) bool {
	_, ok := status.FromError(err)
	return ok
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
