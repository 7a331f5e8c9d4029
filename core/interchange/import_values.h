// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"

#include <optional>

// What several importers make alike. Any thread.

namespace studio::interchange {

/// "eq 200" as an operator and a value; without an operator it is eq.
collection::Assertion assertionOf(const QString &expression, const QString &operatorAndValue);

/// A query to GraphQL as the JSON that is sent: {"query": …, "variables": …}.
collection::Body graphqlBody(const QString &query, const QString &variables);

/// "a=1&b=2" as fields, percent-decoded where that changes no variable.
QList<collection::BodyField> formFields(const QString &encoded);

/// A body of multipart/form-data that is written out, as fields. `boundary`: of its content type.
QList<collection::BodyField> multipartFields(const QString &text, const QString &boundary);

/// A body of this text by its content type; empty: by what it looks like.
collection::Body bodyOfType(const QString &contentType, const QString &text);

/// Of several variables of one name the last stays, as these programs have it.
void keepLastOfEach(QList<collection::Variable> &variables);

/// "GET http://host/path", for a request without a name: without a user, a password or a query.
QString nameOfRequest(const collection::SavedRequest &request);

/// Adds the pairs of the query of its URL as parameters.
void addQueryParameters(collection::SavedRequest &request);

/// Adds a query parameter, which stands in the URL too, to the request.
void appendQuery(collection::SavedRequest &request, const QString &name, const QString &value);

/// A text as the value of an assertion: in quotes where it would be a number or another kind else.
QString assertionText(const QString &text);

/// "res.headers.etag", or "res.headers['x-id']" where it is no name of JavaScript: Bruno would read x minus id.
QString headerExpression(const QString &name);

/// "res.body.items[0].id" of "$.items[0].id"; nothing where the path may name several values.
std::optional<QString> expressionOfJsonPath(const QString &path);

/// Calls `change` with each text of a request in which variables are replaced.
template <typename Change> void changeTexts(collection::SavedRequest &request, Change change)
{
    change(request.url);
    for (collection::Header &header : request.headers) {
        change(header.value);
    }
    for (collection::Parameter &parameter : request.parameters) {
        change(parameter.value);
    }
    change(request.body.data);
    for (collection::BodyField &field : request.body.fields) {
        change(field.value);
    }
    for (collection::Assertion &assertion : request.assertions) {
        change(assertion.value);
    }
    for (const auto &[name, value] : Json::Object(request.auth.members())) {
        if (value.isString()) {
            QString text = value.text();
            change(text);
            request.auth[name] = text;
        }
    }
}

} // namespace studio::interchange
