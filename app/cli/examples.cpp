// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tree.h"

namespace studio::cli {

namespace {

struct Example
{
    const char *command;
    const char *lines;
};

/// What people copy. A test parses each of them.
constexpr Example examples[] = {
    {"app create", "ignite app create hello --runtime rust --rust-target native\n"
                   "ignite app create hello --rust-target wasm --tier small --env GREETING=hi"},
    {"app update", "ignite app update org:hello --memory 256 --timeout-secs 10\n"
                   "ignite app update org:hello --env GREETING="},
    {"app get", "ignite app get org:hello -o wide"},
    {"app list", "ignite app list --org org -o json"},
    {"app delete", "ignite app delete org:hello"},
    {"app deploy", "ignite app deploy org:hello --code ./ --note 'first one'\n"
                   "ignite app deploy hello -c handler.rs -d serde --rust-target wasm"},
    {"app state", "ignite app state org:hello"},
    {"app logs", "ignite app logs org:hello --since 5m\nignite app logs org:hello --follow"},
    {"draft save",
     "ignite draft save org:hello --code ./\nignite draft save org:hello -c handler.rs -d serde@1 -d 'uuid -F v4'"},
    {"draft info", "ignite draft info org:hello -o json"},
    {"draft compile", "ignite draft compile org:hello --follow"},
    {"draft compile-logs", "ignite draft compile-logs org:hello\n"
                           "ignite draft compile-logs --deploy-id 0a8f4c1e-7c55-4f0e-9b1a-3d2f6f6a9a10"},
    {"draft test", "ignite draft test org:hello --payload '{\"message\": \"hi\"}'"},
    {"draft publish", "ignite draft publish org:hello --note 'says hi'"},
    {"version list", "ignite version list org:hello --limit 10\n"
                     "ignite version list org:hello --limit 10 --before 31"},
    {"version get", "ignite version get org:hello 3"},
    {"version rollback", "ignite version rollback org:hello 2"},
    {"version code", "ignite version code org:hello --version 2 --file hello-2.tar.gz"},
    {"version test", "ignite version test org:hello 2 -p '{}'"},
    {"execution get", "ignite execution get 01930e5c-4f0a-7000-8000-000000000000"},
    {"execution logs", "ignite execution logs 01930e5c-4f0a-7000-8000-000000000000"},
    {"execution stream", "ignite execution stream 01930e5c-4f0a-7000-8000-000000000000"},
    {"execution watch", "ignite execution watch 01930e5c-4f0a-7000-8000-000000000000"},
    {"execution list", "ignite execution list org:hello --status error --since 1h --min-duration 200ms -o json"},
    {"execution export", "ignite execution export 01930e5c-4f0a-7000-8000-000000000000 call.ignite-execution"},
    {"execution replay", "ignite execution replay 01930e5c-4f0a-7000-8000-000000000000 --target draft"},
    {"execution delete", "ignite execution delete org:hello 01930e5c-4f0a-7000-8000-000000000000"},
    {"execution stats", "ignite execution stats org:hello"},
    {"invoke", "ignite invoke org:hello -p '{\"message\": \"hi there\"}'\n"
               "ignite invoke org:hello --payload-file request.json --logs\n"
               "ignite invoke org:hello -X GET --path '/items?page=2' -H 'accept: text/event-stream'"},
    {"invoke-async", "ignite invoke-async org:hello -p '{}'"},
    {"test", "ignite test\n"
             "ignite test --env local --env-var base=http://127.0.0.1:8080 --report-junit report.xml\n"
             "ignite test requests/orders --tags smoke,orders --exclude-tags slow --bail -o json"},
    {"collection import", "ignite collection import ~/bruno/shop\n"
                          "ignite collection import shop.postman_collection.json --to requests\n"
                          "ignite collection import openapi.yaml --format openapi -o json"},
    {"collection export", "ignite collection export shop.hurl --env local\n"
                          "ignite collection export --format hurl --from requests"},
    {"dev", "ignite dev\n"
            "ignite dev hello --payload '{\"message\": \"hi\"}'\n"
            "ignite dev --rust-target wasm --port 8080 --payload-file request.json"},
    {"serve", "ignite serve --port 8080"},
    {"secret set", "ignite secret set org:hello API_KEY < key.txt"},
    {"secret list", "ignite secret list org:hello"},
    {"secret delete", "ignite secret delete org:hello API_KEY"},
    {"config get", "ignite config get api_endpoint"},
    {"config set", "ignite config set org_name my-org\nignite config set global.api_endpoint https://gateway.example"},
    {"config unset", "ignite config unset api_endpoint"},
    {"config list", "ignite config list"},
    {"config path", "ignite config path"},
    {"completion", "ignite completion bash > ~/.local/share/bash-completion/completions/ignite\n"
                   "ignite completion zsh > ~/.zfunc/_ignite\n"
                   "ignite completion fish > ~/.config/fish/completions/ignite.fish"},
};

/// Null where this build has no such command.
CLI::App *find(CLI::App &parser, const std::string &path)
{
    CLI::App *found = &parser;
    for (const std::string &name : CLI::detail::split(path, ' ')) {
        const auto named = found->get_subcommands([&](const CLI::App *one) { return one->get_name() == name; });
        if (named.empty()) {
            return nullptr;
        }
        found = named.front();
    }
    return found;
}

} // namespace

void addExamples(CLI::App &parser)
{
    for (const Example &example : examples) {
        if (CLI::App *command = find(parser, example.command)) {
            std::string text = "Examples:";
            for (const std::string &line : CLI::detail::split(example.lines, '\n')) {
                text += "\n  " + line;
            }
            const std::string before = command->get_footer();
            command->footer(before.empty() ? text : before + "\n\n" + text);
        }
    }
}

} // namespace studio::cli
