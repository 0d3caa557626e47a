#!/bin/sh
# Runs once, when the database container makes its data folder: roles, database, extensions. Mirrors platform/embedded/roles.ts.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$KAOPING_OWNER_PASSWORD" -v api="$KAOPING_API_PASSWORD" -v worker="$KAOPING_WORKER_PASSWORD" <<'SQL'
create role kaoping_owner login nosuperuser nobypassrls nocreatedb nocreaterole password :'owner';
create role kaoping_api login nosuperuser nobypassrls nocreatedb nocreaterole password :'api';
create role kaoping_worker login nosuperuser nobypassrls nocreatedb nocreaterole password :'worker';
create database kaoping owner kaoping_owner;
revoke all on database kaoping from public;
grant connect, temporary on database kaoping to kaoping_api, kaoping_worker;
\connect kaoping
create extension btree_gist;
create extension pgcrypto;
create extension pg_trgm;
SQL
