package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	rosterv1 "roster/v1"
)

type example struct {
	users   rosterv1.UserServiceService
	timeout time.Duration
}

// demo creates a user, gets it, lists all, and is refused.
func (e *example) demo(ctx context.Context) error {
	user, err := e.create(ctx, fmt.Sprintf("ada.%d@example.com", time.Now().UnixNano()))
	if err != nil {
		return err
	}
	if err := e.get(ctx, user.Id); err != nil {
		return err
	}
	if err := e.list(ctx); err != nil {
		return err
	}
	return e.refused(ctx)
}

func (e *example) create(ctx context.Context, email string) (*rosterv1.User, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	user, err := e.users.CreateUser(ctx, &rosterv1.CreateUserRequest{
		Email:     email,
		FirstName: "Ada",
		LastName:  "Lovelace",
	})
	if err != nil {
		return nil, err
	}
	show("created", user)
	return user, nil
}

func (e *example) get(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	user, err := e.users.GetUser(ctx, &rosterv1.GetUserRequest{
		Selector: &rosterv1.GetUserRequest_UserId{UserId: id},
	})
	if err != nil {
		return err
	}
	show("got", user)
	return nil
}

// list asks for page after page: each reply brings the token of the next.
func (e *example) list(ctx context.Context) error {
	request := &rosterv1.ListUsersRequest{PageSize: 100, OrderBy: "email"}
	for {
		page, err := e.listPage(ctx, request)
		if err != nil {
			return err
		}
		for _, user := range page.Users {
			show("listed", user)
		}
		if page.NextPageToken == "" {
			return nil
		}
		request.PageToken = page.NextPageToken
	}
}

func (e *example) listPage(
	ctx context.Context, request *rosterv1.ListUsersRequest,
) (*rosterv1.ListUsersResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	return e.users.ListUsers(ctx, request)
}

// refused asks for a user nobody has.
func (e *example) refused(ctx context.Context) error {
	err := e.get(ctx, math.MaxInt64)
	if err == nil {
		return errors.New("the server knows a user that cannot be")
	}
	if reason(err) != rosterv1.ErrorReason_USER_NOT_FOUND.String() {
		return err
	}
	fmt.Printf("refused: %s\n", explain(err))
	return nil
}

func show(what string, user *rosterv1.User) {
	fmt.Printf("%s %d %s, %s %s\n", what, user.Id, user.Email, user.FirstName, user.LastName)
}
