// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/redaction.h"

#include "core/base/json.h"

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype shortestLine = 8; ///< of a secret with several lines: a shorter one, such as “}”, is no secret

QByteArray asJson(const QByteArray &secret)
{
    const QByteArray quoted = Json(secret).toUtf8();
    return quoted.sliced(1, quoted.size() - 2);
}

} // namespace

Redaction::Redaction(const QList<QByteArray> &secrets)
{
    for (const QByteArray &secret : secrets) {
        m_forms << secret << asJson(secret) << secret.toPercentEncoding();
        if (secret.contains('\n')) {
            for (const QByteArray &line : secret.split('\n')) {
                if (line.trimmed().size() >= shortestLine) {
                    m_forms << line.trimmed();
                }
            }
        }
    }
    m_forms.removeAll(QByteArray());
    std::ranges::sort(m_forms, [](const QByteArray &a, const QByteArray &b) {
        return std::pair(-a.size(), a) < std::pair(-b.size(), b);
    });
    m_forms.erase(std::ranges::unique(m_forms).begin(), m_forms.end());
}

void Redaction::clean(QByteArray &text) const
{
    for (const QByteArray &form : m_forms) {
        if (text.contains(form)) { // else it would no longer share its memory with the answer
            text.replace(form, redactedText);
        }
    }
}

void Redaction::clean(QString &text) const
{
    if (!isEmpty() && !text.isEmpty()) {
        QByteArray bytes = text.toUtf8();
        clean(bytes);
        text = QString::fromUtf8(bytes);
    }
}

void Redaction::clean(Execution &execution) const
{
    if (isEmpty()) {
        return;
    }
    clean(execution.request.target);
    clean(execution.request.body);
    clean(execution.response.body);
    clean(execution.response.reason);
    for (Headers *headers : {&execution.request.headers, &execution.response.headers}) {
        for (auto &[name, value] : *headers) {
            clean(name);
            clean(value);
        }
    }
    for (ExecutionLine &line : execution.lines) {
        clean(line.text);
    }
    clean(execution.error);
    if (execution.panic) {
        clean(execution.panic->message);
    }
}

} // namespace studio
