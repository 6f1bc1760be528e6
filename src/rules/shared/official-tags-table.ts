// Tags of the official images of Docker Hub by their form; written by scripts/official-tags.ts.
// Source: https://github.com/docker-library/official-images, all of its history up to 2026-08-21.
// IMAGE NEWEST VARIANT:LENGTHS, where # is a number, and a version with ! the last one of its length. An image has ended
// where ! stands for the newest version.
export const officialTags = `
adminer 6.0.1 #:1,4.8!,3 #-fastcgi:1,4.8!,3 #-standalone:1,4.8!,3 fastcgi latest standalone
almalinux 10.2 #:1,2 #-kitten:1 #-kitten-minimal:1 #-minimal:1,2 latest minimal
alpine 3.24.1 #:1,2,3 #_rc#:3.17.0! latest
amazoncorretto 26.0.2 #:1,3 #-al#:1,3 #-al#-full:1 #-al#-generic:1,3 #-al#-generic-jdk:1 #-al#-headful:1,3
  #-al#-headless:1,3 #-al#-jdk:1 #-al#-jre:1 #-al#-native-headful:1,3 #-al#-native-headless:1,3 #-al#-native-jdk:1,3
  #-al#-native-jre:1 #-alpine:1,3 #-alpine#:1,3 #-alpine#-full:1 #-alpine#-jdk:1 #-alpine#-jre:1 #-alpine-full:1
  #-alpine-jdk:1 #-alpine-jre:1,11.0.8! #-headful:1 #-headless:1 #-jdk:1 #-jre:1 #u#:1 #u#-al#:1 #u#-al#-generic:1
  #u#-al#-jre:1 #u#-al#-native-jdk:1 #u#-al#-native-jre:1 #u#-alpine:1 #u#-alpine#:1 #u#-alpine#-jre:1
  #u#-alpine-jre:1 latest
amazonlinux 2023 #:1,2018.3! #-with-sources:2022!,2018.3! devel devel-with-sources latest with-sources
bash 5.3.15 #:1,2,3 #-alpine#:1,2,3 alpine# devel devel-alpine# latest
buildpack-deps 26.10 #:2 #-curl:2 #-scm:2 artful artful-curl artful-scm bionic bionic-curl bionic-scm bookworm
  bookworm-curl bookworm-scm bullseye bullseye-curl bullseye-scm buster buster-curl buster-scm cosmic cosmic-curl
  cosmic-scm curl disco disco-curl disco-scm eoan eoan-curl eoan-scm focal focal-curl focal-scm forky forky-curl
  forky-scm groovy groovy-curl groovy-scm hirsute hirsute-curl hirsute-scm impish impish-curl impish-scm jammy
  jammy-curl jammy-scm jessie jessie-curl jessie-micro jessie-scm kinetic kinetic-curl kinetic-scm latest lunar
  lunar-curl lunar-scm mantic mantic-curl mantic-scm micro noble noble-curl noble-scm oldoldstable oldoldstable-curl
  oldoldstable-scm oldstable oldstable-curl oldstable-scm oracular oracular-curl oracular-scm plucky plucky-curl
  plucky-scm precise precise-curl precise-scm questing questing-curl questing-scm resolute resolute-curl
  resolute-scm scm sid sid-curl sid-micro sid-scm squeeze squeeze-curl squeeze-scm stable stable-curl stable-scm
  stonking stonking-curl stonking-scm stretch stretch-curl stretch-scm testing testing-curl testing-scm trixie
  trixie-curl trixie-scm trusty trusty-curl trusty-scm utopic utopic-curl utopic-scm vivid vivid-curl vivid-scm
  wheezy wheezy-curl wheezy-micro wheezy-scm wily wily-curl wily-scm xenial xenial-curl xenial-scm yakkety
  yakkety-curl yakkety-scm zesty zesty-curl zesty-scm
busybox 1.38.0 #:1,2,3 #-glibc:1,2,3 #-musl:1,2,3 #-ubuntu:1!,1.21!,1.21.0! #-uclibc:1,2,3 buildroot-# glibc latest
  musl stable stable-glibc stable-musl stable-uclibc ubuntu ubuntu-# uclibc
caddy 2.11.4 #:1,2,3 #-alpine:1,2,3 #-builder:1,2,3 #-builder-alpine:1,2,3 alpine builder builder-alpine latest
cassandra 6.0 #:1,2,3 #-bookworm:1,2,3 #-focal:5!,5.0!,4.1.3! #-jammy:5!,5.0!,5.0.6! #-trixie:1,2,3 bookworm focal
  jammy latest trixie
centos ! #:8!,6.10!,8.4.2105! centos# latest
composer 2.10.2 #:1,2,3 latest lts
consul ! #:1.15!,1.15.4! latest v#:0.7.0!
couchbase 8.0.2 #:3 #-dp:4.0.0! community community-# enterprise enterprise-# enterprise-#-dp latest
couchdb 3.5.2.1 #:1,2,3,4 #-couchperuser:1!,1.7!,1.7.2! #-nouveau:1,2,3,4 latest latest-nouveau
debian 13.6 #:1,2,6.0.10! #-slim:1,2 bookworm bookworm-backports bookworm-slim bullseye bullseye-backports
  bullseye-slim buster buster-backports buster-slim forky forky-backports forky-slim jessie jessie-backports
  jessie-slim latest oldoldstable oldoldstable-backports oldoldstable-slim oldstable oldstable-backports
  oldstable-slim sid sid-slim squeeze stable stable-backports stable-slim stretch stretch-backports stretch-slim
  testing testing-backports testing-slim trixie trixie-backports trixie-slim wheezy wheezy-backports wheezy-slim
docker 29.7.2 #:1,2,3 #-alpine#:3 #-ce:18.6.3! #-ce-dind:18.6.3! #-ce-git:18.6.3! #-ce-tp#:18.9.0!
  #-ce-tp#-dind:18.9.0! #-ce-tp#-git:18.9.0! #-cli:1,2,3 #-cli-alpine#:3 #-dind:1,2,3 #-dind-alpine#:3
  #-dind-rootless:1,2,3 #-git:25!,25.0!,25.0.5! cli dind dind-rootless git latest stable stable-dind
  stable-dind-rootless stable-git
eclipse-mosquitto 2.1.2 #:1,2,3 #-alpine:2,3 #-openssl:1,2,3 alpine latest openssl
eclipse-temurin 26.0.2 #:1 #-alpine:1 #-alpine-#:1 #-centos#:19! #-focal:19! #-jammy:1 #-jdk:1 #-jdk-alpine:1
  #-jdk-alpine-#:1 #-jdk-centos#:19! #-jdk-focal:19! #-jdk-jammy:1 #-jdk-noble:1 #-jdk-resolute:1
  #-jdk-ubi#-minimal:1 #-jre:1 #-jre-alpine:1 #-jre-alpine-#:1 #-jre-centos#:19! #-jre-focal:19! #-jre-jammy:1
  #-jre-noble:1 #-jre-resolute:1 #-jre-ubi#-minimal:1 #-noble:1 #-resolute:1 #-ubi#-minimal:1
  #_#-jdk:26!,3,18.0.2.1! #_#-jdk-alpine:26!,3,18.0.2.1! #_#-jdk-alpine-#:26!,3
  #_#-jdk-centos#:19!,19.0.2!,18.0.2.1! #_#-jdk-focal:19!,19.0.2!,18.0.2.1! #_#-jdk-jammy:26!,3,18.0.2.1!
  #_#-jdk-noble:26!,3 #_#-jdk-resolute:3 #_#-jdk-ubi#-minimal:26!,3,17.0.8.1! #_#-jre:26!,3,18.0.2.1!
  #_#-jre-alpine:26!,3,18.0.2.1! #_#-jre-alpine-#:26!,3 #_#-jre-centos#:19!,19.0.2!,18.0.2.1!
  #_#-jre-focal:19!,19.0.2!,18.0.2.1! #_#-jre-jammy:26!,3,18.0.2.1! #_#-jre-noble:26!,3 #_#-jre-resolute:3
  #_#-jre-ubi#-minimal:26!,3,17.0.8.1! latest latest-alpine
elasticsearch 9.5.2 #:5!,5.6!,3 #-alpine:5!,5.6!,5.6.16! alpine latest
elixir 1.20.3 #:2,3 #-alpine:2,3 #-onbuild:1.2! #-otp-#:2,3 #-otp-#-alpine:2,3 #-otp-#-slim:2,3 #-slim:2,3 alpine
  latest onbuild otp-# otp-#-alpine otp-#-slim slim
erlang 29.0.5.0 #:1,2,3,4 #-alpine:1,2,3,4 #-jessie:21!,21.0!,21.0.3! #-onbuild:19!,19.3!,19.2.3!,18.3.4.5!
  #-slim:1,2,3,4 alpine jessie latest onbuild slim
fedora 45 #:1 #-modular:26! branched heisenbug latest latest-modular modular rawhide
flink 2.3.0 #:2,3 #-alpine:1.8!,1.8.0! #-hadoop#:1.7!,1.7.2! #-hadoop#-alpine:1.7!,1.7.2! #-hadoop#-scala_#:1.7.2!
  #-hadoop#-scala_#-alpine:1.7.2! #-java#:2,3 #-scala_#:2,3 #-scala_#-alpine:1.8!,1.8.0! #-scala_#-java#:2,3 alpine
  hadoop# hadoop#-alpine java# latest latest-java# scala_# scala_#-alpine scala_#-java#
ghost 6.59.0 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 alpine alpine# bookworm latest
golang 1.27.0 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:1!,1.24!,1.24.6!
  #-buster:1!,1.20!,1.20.5! #-cross:1!,1.4!,1.4.3! #-jessie:1!,1.8!,1.8.7! #-onbuild:1!,1.8!,1.8.7!
  #-stretch:1!,1.18!,1.18.3! #-trixie:1,2,3 #-wheezy:1!,1.8!,1.7.6! alpine alpine# bookworm bullseye buster cross
  jessie latest onbuild stretch tip tip-alpine tip-alpine# tip-bookworm tip-bullseye tip-trixie trixie wheezy
gradle 9.7.1 #:1,2,3 #-alpine:1,2,3 #-focal:8!,8.14!,8.14.1! #-graal:1,2,3 #-graal-focal:8!,8.14!,8.14.1!
  #-graal-jammy:1,2,3 #-graal-noble:1,2,3 #-graal-resolute:1,2,3 #-hotspot:7!,7.2!,7.2.0! #-jammy:1,2,3 #-jdk:1,2,3
  #-jdk#:1,2,3 #-jdk#-alpine:1,2,3 #-jdk#-corretto:1,2,3 #-jdk#-corretto-al#:1,2,3 #-jdk#-focal:8!,8.14!,8.14.1!
  #-jdk#-graal:1,2,3 #-jdk#-graal-focal:8!,8.14!,8.14.1! #-jdk#-graal-jammy:1,2,3 #-jdk#-graal-noble:1,2,3
  #-jdk#-graal-resolute:1,2,3 #-jdk#-hotspot:7!,7.2!,7.2.0! #-jdk#-jammy:1,2,3 #-jdk#-noble:1,2,3
  #-jdk#-openj#:7!,7.2!,7.2.0! #-jdk#-resolute:1,2,3 #-jdk#-slim:5.4!,5.4.1! #-jdk#-ubi:1,2,3 #-jdk#-ubi#:1,2,3
  #-jdk#-ubi-minimal:9!,9.2!,9.2.1! #-jdk-#-and-#:1,2,3 #-jdk-#-and-#-alpine:1,2,3 #-jdk-#-and-#-corretto:1,2,3
  #-jdk-#-and-#-corretto-al#:1,2,3 #-jdk-#-and-#-graal:1,2,3 #-jdk-#-and-#-graal-jammy:8!,8.12!,8.12.1!
  #-jdk-#-and-#-graal-noble:9!,9.5!,9.5.1! #-jdk-#-and-#-graal-resolute:1,2,3 #-jdk-#-and-#-jammy:8!,8.12!,8.12.1!
  #-jdk-#-and-#-noble:9!,9.5!,9.5.1! #-jdk-#-and-#-resolute:1,2,3 #-jdk-alpine:1,2,3 #-jdk-focal:8!,8.14!,8.14.1!
  #-jdk-graal:1,2,3 #-jdk-graal-focal:8!,8.14!,8.14.1! #-jdk-graal-jammy:1,2,3 #-jdk-graal-noble:1,2,3
  #-jdk-graal-resolute:1,2,3 #-jdk-hotspot:7!,7.2!,7.2.0! #-jdk-jammy:1,2,3 #-jdk-lts-and-current:1,2,3
  #-jdk-lts-and-current-alpine:1,2,3 #-jdk-lts-and-current-corretto:1,2,3 #-jdk-lts-and-current-corretto-al#:1,2,3
  #-jdk-lts-and-current-graal:1,2,3 #-jdk-lts-and-current-graal-jammy:8!,8.12!,8.12.1!
  #-jdk-lts-and-current-graal-noble:9!,9.5!,9.5.1! #-jdk-lts-and-current-graal-resolute:1,2,3
  #-jdk-lts-and-current-jammy:8!,8.12!,8.12.1! #-jdk-lts-and-current-noble:9!,9.5!,9.5.1!
  #-jdk-lts-and-current-resolute:1,2,3 #-jdk-noble:1,2,3 #-jdk-openj#:7!,7.2!,7.2.0! #-jdk-resolute:1,2,3
  #-jdk-slim:5.4!,5.4.1! #-jre:7!,7.2!,7.2.0! #-jre#:7!,7.2!,7.2.0! #-jre#-alpine:5.4!,5.4.1!
  #-jre#-hotspot:7!,7.2!,7.2.0! #-jre#-openj#:7!,7.2!,7.2.0! #-jre#-slim:5.4!,5.4.1! #-jre-alpine:5.4!,5.4.1!
  #-jre-hotspot:7!,7.2!,7.2.0! #-jre-openj#:7!,7.2!,7.2.0! #-jre-slim:5.4!,5.4.1! #-noble:1,2,3
  #-openj#:7!,7.2!,7.2.0! #-resolute:1,2,3 #-slim:5.4!,5.4.1! alpine corretto corretto-al# focal graal graal-focal
  graal-jammy graal-noble graal-resolute hotspot jammy jdk jdk# jdk#-alpine jdk#-corretto jdk#-corretto-al#
  jdk#-focal jdk#-graal jdk#-graal-focal jdk#-graal-jammy jdk#-graal-noble jdk#-graal-resolute jdk#-hotspot
  jdk#-jammy jdk#-noble jdk#-openj# jdk#-resolute jdk#-slim jdk#-ubi jdk#-ubi# jdk#-ubi-minimal jdk-#-and-#
  jdk-#-and-#-alpine jdk-#-and-#-corretto jdk-#-and-#-corretto-al# jdk-#-and-#-graal jdk-#-and-#-graal-jammy
  jdk-#-and-#-graal-noble jdk-#-and-#-graal-resolute jdk-#-and-#-jammy jdk-#-and-#-noble jdk-#-and-#-resolute
  jdk-alpine jdk-focal jdk-graal jdk-graal-focal jdk-graal-jammy jdk-graal-noble jdk-graal-resolute jdk-hotspot
  jdk-jammy jdk-lts-and-current jdk-lts-and-current-alpine jdk-lts-and-current-corretto
  jdk-lts-and-current-corretto-al# jdk-lts-and-current-graal jdk-lts-and-current-graal-jammy
  jdk-lts-and-current-graal-noble jdk-lts-and-current-graal-resolute jdk-lts-and-current-jammy
  jdk-lts-and-current-noble jdk-lts-and-current-resolute jdk-noble jdk-openj# jdk-resolute jdk-slim jre jre#
  jre#-alpine jre#-hotspot jre#-openj# jre#-slim jre-alpine jre-hotspot jre-openj# jre-slim latest noble openj#
  resolute slim ubi ubi# ubi-minimal
haproxy 3.4.3 #:1!,2,3 #-alpine:1!,2,3 #-alpine#:2,3 #-bookworm:3.2!,3.2.3! #-bullseye:2.9!,2.9.0!
  #-buster:2.4!,2.4.3! #-trixie:2,3 alpine alpine# bookworm bullseye buster latest lts lts-alpine lts-alpine#
  lts-bookworm lts-bullseye lts-buster lts-trixie trixie
httpd 2.4.68 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:2!,2.4!,2.4.65! #-bullseye:2!,2.4!,2.4.57!
  #-buster:2!,2.4!,2.4.51! #-trixie:1,2,3 alpine alpine# bookworm bullseye buster latest trixie
influxdb 3.11.2 #:1,2,3 #-alpine:1,2,3 #-core:1,2,3 #-data:2,3 #-data-alpine:2,3 #-enterprise:1,2,3 #-meta:2,3
  #-meta-alpine:2,3 alpine core data data-alpine enterprise latest meta meta-alpine
joomla 6.1.3 #:1,2,3 #-apache:1,2,3 #-apache-php#:3!,3.8!,3.8.4! #-fpm:3!,3.10!,3.10.1!
  #-fpm-alpine:3!,3.10!,3.10.1! #-fpm-php#:3!,3.8!,3.8.4! #-php#:1,2,3 #-php#-apache:1,2,3 #-php#-fpm:1,2,3
  #-php#-fpm-alpine:1,2,3 apache apache-php# fpm fpm-alpine fpm-php# latest php# php#-apache php#-fpm
  php#-fpm-alpine
kibana 9.5.2 #:5!,5.6!,3 latest
kong 3.9.3 #:1,2,3 #-alpine:3.0!,3.3.1! #-centos:2.7!,2.7.1! #-ubuntu:2,3 alpine centos latest ubuntu
logstash 9.5.2 #:5!,5.6!,3 #-#:5.0.2! #-#-#c#:1.4.4! #-alpine:5!,5.6!,5.6.16! alpine latest
mariadb 12.3.2 #:1,2,3 #-bionic:10!,10.5!,10.5.3! #-focal:10!,10.8!,10.8.2! #-jammy:1,2,3 #-jessie:10!,10.3!,10.3.8!
  #-noble:1,2,3 #-trusty:5!,5.5!,5.5.64! #-ubi:1,2,3 #-ubi#:1,2,3 #-wheezy:5!,5.5!,5.5.60! #-xenial:10.0!,10.0.38!
  bionic focal jammy jessie latest lts lts-jammy lts-noble lts-ubi lts-ubi# noble
matomo 5.13.0 #:1,2,3 #-apache:1,2,3 #-fpm:1,2,3 #-fpm-alpine:1,2,3 apache fpm fpm-alpine latest
maven 3.9.16 #:1,2,3 #-adoptopenjdk:3!,3.8!,3.8.3! #-adoptopenjdk-#:3!,3.8!,3.8.3!
  #-adoptopenjdk-#-openj#:3!,3.8!,3.8.3! #-alpine:3!,3.6!,3.6.1! #-amazoncorretto:1,2,3 #-amazoncorretto-#:1,2,3
  #-amazoncorretto-#-al#:1,2,3 #-amazoncorretto-#-alpine:1,2,3 #-amazoncorretto-#-debian:1,2,3
  #-amazoncorretto-#-debian-bookworm:3!,3.9!,3.9.11! #-amazoncorretto-#-debian-bullseye:3!,3.9!,3.9.2!
  #-amazoncorretto-#-debian-trixie:1,2,3 #-eclipse-temurin:1,2,3 #-eclipse-temurin-#:1,2,3
  #-eclipse-temurin-#-alpine:1,2,3 #-eclipse-temurin-#-focal:3!,3.9!,3.9.9! #-eclipse-temurin-#-jammy:3!,3.9!,3.9.9!
  #-eclipse-temurin-#-noble:1,2,3 #-eclipse-temurin-alpine:3.8!,3.8.5! #-ibm-semeru-#-focal:3!,3.9!,3.9.9!
  #-ibm-semeru-#-jammy:3!,3.9!,3.9.9! #-ibm-semeru-#-noble:1,2,3 #-ibmjava:1,2,3 #-ibmjava-#:1,2,3
  #-ibmjava-#-alpine:3!,3.8!,3.8.6! #-ibmjava-alpine:3.8!,3.8.5! #-jdk-#:3!,3.8!,3.8.6!
  #-jdk-#-alpine:3!,3.6!,3.6.1! #-jdk-#-onbuild:3!,3.5!,3.5.0! #-jdk-#-onbuild-alpine:3!,3.5!,3.5.0!
  #-jdk-#-openj#:3!,3.8!,3.8.3! #-jdk-#-slim:3!,3.8!,3.8.6! #-jdk-#u#:3.2.5! #-jdk-#u#-onbuild:3.2.5!
  #-onbuild:3!,3.5!,3.5.0! #-onbuild-alpine:3!,3.5!,3.5.0! #-openjdk:3!,3.8!,3.8.5! #-openjdk-#:3!,3.8!,3.8.7!
  #-openjdk-#-slim:3!,3.8!,3.8.7! #-openjdk-slim:3.6!,3.6.3! #-sapmachine:1,2,3 #-sapmachine-#:1,2,3
  #-slim:3.6!,3.6.3! adoptopenjdk alpine amazoncorretto eclipse-temurin eclipse-temurin-#-alpine
  eclipse-temurin-alpine ibmjava ibmjava-alpine latest latest-onbuild onbuild onbuild-alpine openjdk openjdk-slim
  sapmachine slim
memcached 1.6.45 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1!,1.6!,1.6.39! #-bullseye:1!,1.6!,1.6.20!
  #-buster:1!,1.6!,1.6.12! #-trixie:1,2,3 alpine alpine# bookworm bullseye buster latest trixie
mongo 8.3.8 #:1,2,3 #-bionic:4!,4.4!,4.4.6! #-focal:6!,6.0!,6.0.4! #-jammy:1,2,3 #-jessie:3!,3.7!,3.7.9!
  #-noble:8!,2,3 #-stretch:3!,3.6!,3.6.11! #-wheezy:3.0!,3.0.15! #-xenial:4!,4.1!,4.1.9! bionic focal jammy jessie
  latest noble xenial
mongo-express ! #:1!,1.0!,1.0.2! #-#:1!,1.0!,1.0.2! #-#-alpine#:1!,1.0!,1.0.2! latest
mysql 26.7.0 #:1,2,3 #-bookworm:8.0!,8.0.46! #-bullseye:8.0!,8.0.36! #-debian:8!,8.0!,8.0.46! #-oracle:1,2,3
  #-oraclelinux#:1,2,3 debian innovation innovation-oracle innovation-oraclelinux# latest lts lts-oracle
  lts-oraclelinux# oracle oraclelinux#
nats 2.14.5 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-binary:2.11.1! #-binary-alpine:2.11.1! #-binary-alpine#:2.11.1!
  #-binary-linux:2.11.1! #-binary-scratch:2.11.1! #-linux:1,2,3 #-scratch:1,2,3 alpine alpine# latest linux scratch
neo4j 2026.7.1 #:1,2,3 #-bullseye:2026!,2026.4!,2026.4.0! #-community:1,2,3
  #-community-bullseye:2026!,2026.4!,2026.4.0! #-community-debian:5!,5.10!,5.10.0! #-community-trixie:1,2,3
  #-community-ubi#:1,2,3 #-debian:5!,5.10!,5.10.0! #-enterprise:1,2,3 #-enterprise-bullseye:2026!,2026.4!,2026.4.0!
  #-enterprise-debian:5!,5.10!,5.10.0! #-enterprise-trixie:1,2,3 #-enterprise-ubi#:1,2,3 #-trixie:1,2,3 #-ubi#:1,2,3
  bullseye community community-bullseye community-debian community-trixie community-ubi# debian enterprise
  enterprise-bullseye enterprise-debian enterprise-trixie enterprise-ubi# latest latest-debian latest-ubi# trixie
  ubi#
nextcloud 34.0.3 #:1,2,3 #-apache:1,2,3 #-fpm:1,2,3 #-fpm-alpine:1,2,3 apache fpm fpm-alpine latest production
  production-apache production-fpm production-fpm-alpine stable stable-apache stable-fpm stable-fpm-alpine
nginx 1.31.4 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-alpine#-otel:1,2,3 #-alpine#-perl:1,2,3 #-alpine#-slim:1,2,3
  #-alpine-otel:1,2,3 #-alpine-perl:1,2,3 #-alpine-slim:1,2,3 #-bookworm:1!,1.29!,1.29.1!
  #-bookworm-otel:1!,1.29!,1.29.1! #-bookworm-perl:1!,1.29!,1.29.1! #-bullseye:1!,1.25!,1.25.0!
  #-bullseye-perl:1!,1.25!,1.25.0! #-otel:1,2,3 #-perl:1,2,3 #-trixie:1,2,3 #-trixie-otel:1,2,3 #-trixie-perl:1,2,3
  alpine alpine# alpine#-otel alpine#-perl alpine#-slim alpine-otel alpine-perl alpine-slim bookworm bookworm-otel
  bookworm-perl bullseye bullseye-perl latest mainline mainline-alpine mainline-alpine# mainline-alpine#-otel
  mainline-alpine#-perl mainline-alpine#-slim mainline-alpine-otel mainline-alpine-perl mainline-alpine-slim
  mainline-bookworm mainline-bookworm-otel mainline-bookworm-perl mainline-bullseye mainline-bullseye-perl
  mainline-otel mainline-perl mainline-trixie mainline-trixie-otel mainline-trixie-perl otel perl stable
  stable-alpine stable-alpine# stable-alpine#-otel stable-alpine#-perl stable-alpine#-slim stable-alpine-otel
  stable-alpine-perl stable-alpine-slim stable-bookworm stable-bookworm-otel stable-bookworm-perl stable-bullseye
  stable-bullseye-perl stable-otel stable-perl stable-trixie stable-trixie-otel stable-trixie-perl trixie
  trixie-otel trixie-perl
node 26.7.0 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bookworm-slim:1,2,3 #-bullseye:1,2,3
  #-bullseye-slim:1,2,3 #-buster:20!,20.15!,20.15.0! #-buster-slim:20!,20.15!,20.15.0! #-jessie:10!,10.22!,10.22.0!
  #-jessie-slim:10!,10.22!,10.22.0! #-onbuild:9!,9.11!,9.11.2! #-slim:1,2,3 #-stretch:17!,17.9!,17.9.1!
  #-stretch-slim:17!,17.9!,17.9.1! #-trixie:1,2,3 #-trixie-slim:1,2,3 #-wheezy:10!,10.1!,10.1.0! alpine alpine#
  argon argon-alpine argon-onbuild argon-slim argon-stretch argon-wheezy bookworm bookworm-slim boron boron-alpine
  boron-jessie boron-jessie-slim boron-onbuild boron-slim boron-stretch boron-stretch-slim boron-wheezy bullseye
  bullseye-slim buster buster-slim carbon carbon-alpine carbon-alpine# carbon-buster carbon-buster-slim
  carbon-jessie carbon-jessie-slim carbon-onbuild carbon-slim carbon-stretch carbon-stretch-slim carbon-wheezy
  chakracore chakracore-# current current-alpine current-alpine# current-bookworm current-bookworm-slim
  current-bullseye current-bullseye-slim current-buster current-buster-slim current-slim current-stretch
  current-stretch-slim current-trixie current-trixie-slim docs docs-onbuild docs-slim docs-wheezy dubnium
  dubnium-alpine dubnium-alpine# dubnium-buster dubnium-buster-slim dubnium-jessie dubnium-jessie-slim dubnium-slim
  dubnium-stretch dubnium-stretch-slim erbium erbium-alpine erbium-alpine# erbium-bullseye erbium-bullseye-slim
  erbium-buster erbium-buster-slim erbium-slim erbium-stretch erbium-stretch-slim fermium fermium-alpine
  fermium-alpine# fermium-bullseye fermium-bullseye-slim fermium-buster fermium-buster-slim fermium-slim
  fermium-stretch fermium-stretch-slim gallium gallium-alpine gallium-alpine# gallium-bookworm gallium-bookworm-slim
  gallium-bullseye gallium-bullseye-slim gallium-buster gallium-buster-slim gallium-slim gallium-stretch
  gallium-stretch-slim hydrogen hydrogen-alpine hydrogen-alpine# hydrogen-bookworm hydrogen-bookworm-slim
  hydrogen-bullseye hydrogen-bullseye-slim hydrogen-buster hydrogen-buster-slim hydrogen-slim iron iron-alpine
  iron-alpine# iron-bookworm iron-bookworm-slim iron-bullseye iron-bullseye-slim iron-buster iron-buster-slim
  iron-slim iron-trixie iron-trixie-slim jessie jod jod-alpine jod-alpine# jod-bookworm jod-bookworm-slim
  jod-bullseye jod-bullseye-slim jod-slim jod-trixie jod-trixie-slim krypton krypton-alpine krypton-alpine#
  krypton-bookworm krypton-bookworm-slim krypton-bullseye krypton-bullseye-slim krypton-slim krypton-trixie
  krypton-trixie-slim latest lts lts-alpine lts-alpine# lts-bookworm lts-bookworm-slim lts-bullseye
  lts-bullseye-slim lts-buster lts-buster-slim lts-fermium lts-gallium lts-hydrogen lts-iron lts-jessie
  lts-jessie-slim lts-jod lts-krypton lts-slim lts-stretch lts-stretch-slim lts-trixie lts-trixie-slim onbuild slim
  stretch stretch-slim trixie trixie-slim wheezy
odoo 19.0 #:1,2 latest
openjdk ! #:26!,18.0!,18.0.2!,18.0.2.1! #-#:11.0.11! #-#-buster:11.0.11! #-#-jdk:11.0.11! #-#-jdk-buster:11.0.11!
  #-#-jdk-oracle:11.0.11! #-#-jdk-oraclelinux#:11.0.11! #-#-jdk-sid:10.0.2! #-#-jdk-slim:11.0.11!
  #-#-jdk-slim-buster:11.0.11! #-#-jdk-slim-sid:10.0.2! #-#-jre:11.0.11! #-#-jre-buster:11.0.11! #-#-jre-sid:10.0.2!
  #-#-jre-slim:11.0.11! #-#-jre-slim-buster:11.0.11! #-#-jre-slim-sid:10.0.2! #-#-oracle:11.0.11!
  #-#-oraclelinux#:11.0.11! #-#-sid:10.0.2! #-#-slim:11.0.11! #-#-slim-buster:11.0.11! #-#-slim-sid:10.0.2!
  #-alpine:19! #-alpine#:19! #-bookworm:26! #-bullseye:26!,18.0!,18.0.2!,18.0.2.1!
  #-buster:22!,18.0!,18.0.2!,18.0.2.1! #-jdk:26!,18.0!,18.0.2!,18.0.2.1! #-jdk-alpine:19! #-jdk-alpine#:19!
  #-jdk-bookworm:26! #-jdk-bullseye:26!,18.0!,18.0.2!,18.0.2.1! #-jdk-buster:22!,18.0!,18.0.2!,18.0.2.1!
  #-jdk-jessie:7! #-jdk-oracle:26!,18.0!,18.0.2!,18.0.2.1! #-jdk-oraclelinux#:26!,18.0!,18.0.2!,18.0.2.1!
  #-jdk-sid:11!,11.0!,11.0.1! #-jdk-slim:26!,18.0!,18.0.2!,18.0.2.1! #-jdk-slim-bookworm:26!
  #-jdk-slim-bullseye:26!,18.0!,18.0.2!,18.0.2.1! #-jdk-slim-buster:22!,18.0!,18.0.2!,18.0.2.1! #-jdk-slim-jessie:7!
  #-jdk-slim-sid:11!,11.0!,11.0.1! #-jdk-slim-stretch:11!,11.0!,11.0.3! #-jdk-slim-trixie:26! #-jdk-slim-wheezy:6!
  #-jdk-stretch:11!,11.0!,11.0.6! #-jdk-trixie:26! #-jdk-wheezy:6! #-jessie:7! #-jre:11!,11.0!,11.0.16!,11.0.14.1!
  #-jre-alpine:8! #-jre-alpine#:8! #-jre-bullseye:11!,11.0!,11.0.16!,11.0.14.1!
  #-jre-buster:11!,11.0!,11.0.16!,11.0.14.1! #-jre-jessie:7! #-jre-sid:11!,11.0!,11.0.1!
  #-jre-slim:11!,11.0!,11.0.16!,11.0.14.1! #-jre-slim-bullseye:11!,11.0!,11.0.16!,11.0.14.1!
  #-jre-slim-buster:11!,11.0!,11.0.16!,11.0.14.1! #-jre-slim-jessie:7! #-jre-slim-sid:11!,11.0!,11.0.1!
  #-jre-slim-stretch:11!,11.0!,11.0.3! #-jre-slim-wheezy:6! #-jre-stretch:11!,11.0!,11.0.6! #-jre-wheezy:6!
  #-oracle:26!,18.0!,18.0.2!,18.0.2.1! #-oraclelinux#:26!,18.0!,18.0.2!,18.0.2.1! #-sid:11!,11.0!,11.0.1!
  #-slim:26!,18.0!,18.0.2!,18.0.2.1! #-slim-bookworm:26! #-slim-bullseye:26!,18.0!,18.0.2!,18.0.2.1!
  #-slim-buster:22!,18.0!,18.0.2!,18.0.2.1! #-slim-jessie:7! #-slim-sid:11!,11.0!,11.0.1!
  #-slim-stretch:11!,11.0!,11.0.3! #-slim-trixie:26! #-slim-wheezy:6! #-stretch:11!,11.0!,11.0.6! #-trixie:26!
  #-wheezy:6! #u#:8! #u#-alpine:8! #u#-alpine#:8! #u#-bullseye:8! #u#-buster:8! #u#-jdk:8! #u#-jdk-alpine:8!
  #u#-jdk-alpine#:8! #u#-jdk-bullseye:8! #u#-jdk-buster:8! #u#-jdk-jessie:7! #u#-jdk-oracle:8!
  #u#-jdk-oraclelinux#:8! #u#-jdk-slim:8! #u#-jdk-slim-bullseye:8! #u#-jdk-slim-buster:8! #u#-jdk-slim-jessie:7!
  #u#-jdk-slim-stretch:8! #u#-jdk-stretch:8! #u#-jessie:7! #u#-jre:8! #u#-jre-alpine:8! #u#-jre-alpine#:8!
  #u#-jre-bullseye:8! #u#-jre-buster:8! #u#-jre-jessie:7! #u#-jre-slim:8! #u#-jre-slim-bullseye:8!
  #u#-jre-slim-buster:8! #u#-jre-slim-jessie:7! #u#-jre-slim-stretch:8! #u#-jre-stretch:8! #u#-oracle:8!
  #u#-oraclelinux#:8! #u#-slim:8! #u#-slim-bullseye:8! #u#-slim-buster:8! #u#-slim-jessie:7! #u#-slim-stretch:8!
  #u#-stretch:8! alpine alpine# bullseye buster jdk jdk-alpine jdk-alpine# jdk-bullseye jdk-buster jdk-oracle
  jdk-oraclelinux# jdk-sid jdk-slim jdk-slim-bullseye jdk-slim-buster jdk-slim-sid jdk-slim-stretch jdk-stretch jre
  jre-alpine jre-alpine# jre-sid jre-slim jre-slim-sid jre-slim-stretch jre-stretch latest oracle oraclelinux# sid
  slim slim-bullseye slim-buster slim-sid slim-stretch stretch
percona 8.0.46 #:1,2,5.7.44! #-#:3 #-#-centos:3 #-centos:1,2,5.7.44! #-jessie:5!,5.7!,5.7.22!
  #-stretch:5!,5.7!,5.7.23! centos jessie latest ps-# ps-#-# psmdb-# stretch
perl 5.45.2 #:1,2,3 #-bookworm:1,2,3 #-bullseye:1,2,3 #-buster:5!,5.40!,5.40.0! #-slim:1,2,3 #-slim-bookworm:1,2,3
  #-slim-bullseye:1,2,3 #-slim-buster:5!,5.40!,5.40.0! #-slim-stretch:5!,5.32!,5.32.1! #-slim-threaded:1,2,3
  #-slim-threaded-bookworm:1,2,3 #-slim-threaded-bullseye:1,2,3 #-slim-threaded-buster:5!,5.40!,5.40.0!
  #-slim-threaded-stretch:5!,5.32!,5.32.1! #-slim-threaded-trixie:1,2,3 #-slim-trixie:1,2,3
  #-stretch:5!,5.32!,5.32.1! #-threaded:1,2,3 #-threaded-bookworm:1,2,3 #-threaded-bullseye:1,2,3
  #-threaded-buster:5!,5.40!,5.40.0! #-threaded-stretch:5!,5.32!,5.32.1! #-threaded-trixie:1,2,3 #-trixie:1,2,3
  bookworm bullseye buster devel devel-bookworm devel-bullseye devel-buster devel-slim devel-slim-bookworm
  devel-slim-bullseye devel-slim-buster devel-slim-threaded devel-slim-threaded-bookworm
  devel-slim-threaded-bullseye devel-slim-threaded-buster devel-slim-threaded-trixie devel-slim-trixie
  devel-threaded devel-threaded-bookworm devel-threaded-bullseye devel-threaded-buster devel-threaded-trixie
  devel-trixie latest latest-threaded slim slim-bookworm slim-bullseye slim-buster slim-stretch slim-threaded
  slim-threaded-bookworm slim-threaded-bullseye slim-threaded-buster slim-threaded-stretch slim-threaded-trixie
  slim-trixie stable stable-bookworm stable-bullseye stable-buster stable-slim stable-slim-bookworm
  stable-slim-bullseye stable-slim-buster stable-slim-threaded stable-slim-threaded-bookworm
  stable-slim-threaded-bullseye stable-slim-threaded-buster stable-slim-threaded-trixie stable-slim-trixie
  stable-threaded stable-threaded-bookworm stable-threaded-bullseye stable-threaded-buster stable-threaded-trixie
  stable-trixie stretch threaded threaded-bookworm threaded-bullseye threaded-buster threaded-stretch
  threaded-trixie trixie
php 8.5.9 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-apache:1,2,3 #-apache-bookworm:1,2,3
  #-apache-bullseye:8!,8.4!,8.4.11! #-apache-buster:8!,8.2!,8.2.7! #-apache-jessie:7!,7.1!,7.1.30!
  #-apache-stretch:7!,7.3!,7.3.29! #-apache-trixie:1,2,3 #-bookworm:1,2,3 #-bullseye:8!,8.4!,8.4.11!
  #-buster:8!,8.2!,8.2.7! #-cli:1,2,3 #-cli-alpine:1,2,3 #-cli-alpine#:1,2,3 #-cli-bookworm:1,2,3
  #-cli-bullseye:8!,8.4!,8.4.11! #-cli-buster:8!,8.2!,8.2.7! #-cli-jessie:7!,7.1!,7.1.30!
  #-cli-stretch:7!,7.3!,7.3.29! #-cli-trixie:1,2,3 #-fpm:1,2,3 #-fpm-alpine:1,2,3 #-fpm-alpine#:1,2,3
  #-fpm-bookworm:1,2,3 #-fpm-bullseye:8!,8.4!,8.4.11! #-fpm-buster:8!,8.2!,8.2.7! #-fpm-jessie:7!,7.1!,7.1.30!
  #-fpm-stretch:7!,7.3!,7.3.29! #-fpm-trixie:1,2,3 #-jessie:7!,7.1!,7.1.30! #-stretch:7!,7.3!,7.3.29! #-trixie:1,2,3
  #-zts:1,2,3 #-zts-alpine:1,2,3 #-zts-alpine#:1,2,3 #-zts-bookworm:1,2,3 #-zts-bullseye:8!,8.4!,8.4.11!
  #-zts-buster:8!,8.2!,8.2.7! #-zts-jessie:7!,7.1!,7.1.30! #-zts-stretch:7!,7.3!,7.3.29! #-zts-trixie:1,2,3 alpine
  alpine# apache apache-bookworm apache-bullseye apache-buster apache-jessie apache-stretch apache-trixie bookworm
  bullseye buster cli cli-alpine cli-alpine# cli-bookworm cli-bullseye cli-buster cli-jessie cli-stretch cli-trixie
  fpm fpm-alpine fpm-alpine# fpm-bookworm fpm-bullseye fpm-buster fpm-jessie fpm-stretch fpm-trixie jessie latest
  stretch trixie zts zts-alpine zts-alpine# zts-bookworm zts-bullseye zts-buster zts-jessie zts-stretch zts-trixie
phpmyadmin 5.2.3 #:1,2,3 #-apache:1,2,3 #-fpm:1,2,3 #-fpm-alpine:1,2,3 apache fpm fpm-alpine latest
postgres 18.6 #:1,2,9.6.24! #-alpine:1,2,9.6.24! #-alpine#:1,2,9.6.24! #-bookworm:1,2 #-bullseye:17!,17.5!,9.6.24!
  #-buster:13!,13.4!,9.6.23! #-stretch:11!,11.16!,9.6.24! #-trixie:1,2 alpine alpine# bookworm bullseye buster
  latest trixie
python 3.14.7 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:3!,3.13!,3.13.6!
  #-buster:3!,3.11!,3.11.4! #-jessie:3!,3.6!,3.6.9! #-onbuild:3!,3.6!,3.6.6! #-slim:1,2,3 #-slim-bookworm:1,2,3
  #-slim-bullseye:3!,3.13!,3.13.6! #-slim-buster:3!,3.11!,3.11.4! #-slim-jessie:3!,3.6!,3.6.9!
  #-slim-stretch:3!,3.7!,3.7.11! #-slim-trixie:1,2,3 #-stretch:3!,3.7!,3.7.11! #-trixie:1,2,3
  #-wheezy:3!,3.4!,3.4.10! alpine alpine# bookworm bullseye buster jessie latest onbuild slim slim-bookworm
  slim-bullseye slim-buster slim-jessie slim-stretch slim-trixie stretch trixie wheezy
rabbitmq 4.3.5 #:1,2,3 #-alpine:1,2,3 #-management:1,2,3 #-management-alpine:1,2,3 alpine latest management
  management-alpine
redis 32 #:1,2,3 #-#bit:5!,5.0!,5.0.14! #-#bit-bullseye:5!,5.0!,5.0.14! #-#bit-buster:5!,5.0!,5.0.14!
  #-#bit-stretch:5!,5.0!,5.0.5! #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:7!,7.0!,7.0.11!
  #-buster:6!,6.2!,6.2.6! #-stretch:5!,5.0!,5.0.5! #-trixie:1,2,3 #bit:32! #bit-buster:32! #bit-stretch:32! alpine
  alpine# bookworm bullseye buster latest stretch trixie
redmine 7.0.0 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:5!,5.0!,5.0.5!
  #-buster:4!,4.2!,4.2.3! #-passenger:4!,4.2!,4.2.10! #-trixie:1,2,3 alpine alpine# bookworm bullseye buster latest
  passenger trixie
registry 3.1.1 #:1,2,3 latest
rethinkdb 2.4.4 #:1,2,3 #-bookworm-slim:1,2,3 #-bullseye-slim:2!,2.4!,2.4.2! #-buster-slim:2!,2.4!,2.4.1!
  #-centos:2!,2.4!,2.4.1! bookworm-slim bullseye-slim buster-slim centos latest
rockylinux 9.3 #:1,2 #-minimal:1,2 latest
ruby 4.0.6 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:3!,3.4!,3.4.5! #-buster:3!,3.2!,3.2.2!
  #-jessie:2!,2.4!,2.4.6! #-onbuild:2!,2.4!,2.4.4! #-p#:2.0.0! #-p#-onbuild:2.0.0! #-p#-slim:2.0.0!
  #-p#-wheezy:2.0.0! #-slim:1,2,3 #-slim-bookworm:1,2,3 #-slim-bullseye:3!,3.4!,3.4.5! #-slim-buster:3!,3.2!,3.2.2!
  #-slim-jessie:2!,2.4!,2.4.6! #-slim-stretch:2!,2.6!,2.6.8! #-slim-trixie:1,2,3 #-stretch:2!,2.6!,2.6.8!
  #-trixie:1,2,3 #-wheezy:2!,2.2!,2.2.2! alpine alpine# bookworm bullseye buster jessie latest onbuild slim
  slim-bookworm slim-bullseye slim-buster slim-jessie slim-stretch slim-trixie stretch trixie wheezy
rust 1.98.0 #:1,2,3 #-alpine:1,2,3 #-alpine#:1,2,3 #-bookworm:1,2,3 #-bullseye:1,2,3 #-buster:1!,1.79!,1.79.0!
  #-jessie:1!,1.28!,1.28.0! #-slim:1,2,3 #-slim-bookworm:1,2,3 #-slim-bullseye:1,2,3 #-slim-buster:1!,1.79!,1.79.0!
  #-slim-jessie:1!,1.28!,1.28.0! #-slim-stretch:1!,1.45!,1.45.2! #-slim-trixie:1,2,3 #-stretch:1!,1.45!,1.45.2!
  #-trixie:1,2,3 alpine alpine# bookworm bullseye buster jessie latest slim slim-bookworm slim-bullseye slim-buster
  slim-jessie slim-stretch slim-trixie stretch trixie
solr 10.0.0 #:1,2,3 #-alpine:8!,8.0!,8.0.0! #-slim:1,2,3 alpine latest slim
sonarqube 2026.4.1 #:7.1!,6.7.5! #-alpine:7.1!,6.7.5! #-community:10!,10.7!,10.7.0! #-community-alpine:7.4!,6.7.6!
  #-datacenter-app:10!,2,3 #-datacenter-search:10!,2,3 #-developer:10!,2,3 #-enterprise:10!,2,3
  #-lta-datacenter-app:1,2 #-lta-datacenter-search:1,2 #-lta-developer:1,2 #-lta-enterprise:1,2 alpine community
  datacenter-app datacenter-search developer enterprise latest lts lts-alpine lts-community lts-datacenter-app
  lts-datacenter-search lts-developer lts-enterprise
spark 4.1.2 #:3 #-java#:3 #-java#-python#:3 #-java#-r:3 #-java#-scala:3 #-python#:3 #-r:3 #-scala:3
  #-scala#-java#-python#-r-ubuntu:3 #-scala#-java#-python#-ubuntu:3 #-scala#-java#-r-ubuntu:3
  #-scala#-java#-ubuntu:3 #-scala-java#:3 latest python# python#-java# r r-java# scala scala-java#
storm 3.0.0 #:2,3 #-jre#:2,3 #-lite:2,3 #-lite-jre#:2,3 #-temurin:2.4!,2.4.0! latest
swift 6.3.3 #:4!,2,3 #-amazonlinux#:2,3 #-amazonlinux#-slim:2,3 #-bionic:5.9!,5.9.0! #-bionic-sim:5.1.5!
  #-bionic-slim:5.9!,5.9.0! #-bookworm:2,3 #-bookworm-slim:2,3 #-centos#:5.10!,5.10.1! #-centos#-slim:5.10!,5.10.1!
  #-fedora#:6.1!,6.1.0! #-focal:6.1!,6.1.2! #-focal-slim:6.1!,6.1.2! #-jammy:2,3 #-jammy-slim:2,3
  #-mantic:5.10!,5.10.1! #-noble:2,3 #-noble-slim:2,3 #-rhel-ubi#:2,3 #-rhel-ubi#-slim:2,3 #-slim:2,3
  #-xenial:5.5!,5.5.3! #-xenial-sim:5.2.1! #-xenial-slim:5.5!,5.5.3! amazonlinux# amazonlinux#-slim bionic
  bionic-slim bookworm bookworm-slim centos# centos#-slim fedora# focal focal-slim jammy jammy-slim latest mantic
  noble noble-slim rhel-ubi# rhel-ubi#-slim slim xenial xenial-slim
telegraf 1.39.3 #:2,3 #-alpine:2,3 alpine latest
tomcat 11.0.25 #:1,2,3 #-alpine:9!,9.0!,9.0.2! #-jdk#:1,2,3 #-jdk#-adoptopenjdk-hotspot:10!,10.0!,10.0.10!
  #-jdk#-adoptopenjdk-openj#:10!,10.0!,10.0.10! #-jdk#-corretto:10!,10.1!,10.1.0!
  #-jdk#-corretto-al#:10!,10.0!,10.0.27! #-jdk#-openjdk:10!,11.0!,11.0.0! #-jdk#-openjdk-bookworm:10!,11.0!,11.0.0!
  #-jdk#-openjdk-bullseye:10!,10.1!,10.1.0! #-jdk#-openjdk-buster:10!,10.1!,10.1.0!
  #-jdk#-openjdk-oracle:10!,10.0!,10.0.5! #-jdk#-openjdk-oraclelinux#:10!,10.0!,10.0.5!
  #-jdk#-openjdk-slim:10!,11.0!,11.0.0! #-jdk#-openjdk-slim-bookworm:10!,11.0!,11.0.0!
  #-jdk#-openjdk-slim-bullseye:10!,10.1!,10.1.0! #-jdk#-openjdk-slim-buster:10!,10.1!,10.1.0!
  #-jdk#-slim:9!,9.0!,9.0.21! #-jdk#-temurin:1,2,3 #-jdk#-temurin-focal:10!,10.1!,10.1.0! #-jdk#-temurin-jammy:1,2,3
  #-jdk#-temurin-noble:1,2,3 #-jre#:1,2,3 #-jre#-alpine:9!,9.0!,9.0.20! #-jre#-openjdk:10!,10.1!,10.1.0!
  #-jre#-openjdk-bullseye:10!,10.1!,10.1.0! #-jre#-openjdk-buster:10!,10.1!,10.1.0!
  #-jre#-openjdk-slim:10!,10.1!,10.1.0! #-jre#-openjdk-slim-bullseye:10!,10.1!,10.1.0!
  #-jre#-openjdk-slim-buster:10!,10.1!,10.1.0! #-jre#-slim:9!,9.0!,9.0.20! #-jre#-temurin:1,2,3
  #-jre#-temurin-focal:10!,10.1!,10.1.0! #-jre#-temurin-jammy:1,2,3 #-jre#-temurin-noble:1,2,3
  #-slim:9!,9.0!,9.0.21! alpine jdk# jdk#-adoptopenjdk-hotspot jdk#-adoptopenjdk-openj# jdk#-corretto
  jdk#-corretto-al# jdk#-openjdk jdk#-openjdk-bookworm jdk#-openjdk-bullseye jdk#-openjdk-buster jdk#-openjdk-oracle
  jdk#-openjdk-oraclelinux# jdk#-openjdk-slim jdk#-openjdk-slim-bookworm jdk#-openjdk-slim-bullseye
  jdk#-openjdk-slim-buster jdk#-slim jdk#-temurin jdk#-temurin-focal jdk#-temurin-jammy jdk#-temurin-noble jre#
  jre#-alpine jre#-openjdk jre#-openjdk-bullseye jre#-openjdk-buster jre#-openjdk-slim jre#-openjdk-slim-bullseye
  jre#-openjdk-slim-buster jre#-slim jre#-temurin jre#-temurin-focal jre#-temurin-jammy jre#-temurin-noble latest
  slim
traefik 3.7.11 #:1,2,3 #-alpine:2.0!,1.7.34! alpine banon beaufort brie camembert camembert-alpine cancoillotte
  cancoillotte-alpine cantal chabichou chaource chevrotin comte epoisses faisselle faisselle-alpine langres latest
  livarot maroilles maroilles-alpine mimolette montdor montdor-alpine morbier morbier-alpine munster picodon
  raclette raclette-alpine ramequin reblochon rocamadour roquefort roquefort-alpine saintmarcelin saintnectaire
  tetedemoine tetedemoine-alpine v#:1,2,3 v#-alpine:2.0!,1.7.34! vacherin
ubuntu 26.10 #:2,14.4.5! artful bionic cosmic devel disco eoan focal groovy hirsute impish jammy kinetic latest
  lucid lunar mantic noble oracular plucky precise quantal questing raring resolute rolling saucy stonking trusty
  utopic vivid wily xenial yakkety zesty
varnish 9.0.3 #:1,2,3 #-#:3 #-alpine:1,2,3 alpine fresh fresh-alpine latest old old-alpine stable
vault ! #:0.6!,1.13.3! latest v#:0.6.0!
wordpress 7.1.0 #:1,2,3 #-apache:1,2,3 #-fpm:1,2,3 #-fpm-alpine:1,2,3 #-php#:1,2,3 #-php#-apache:1,2,3
  #-php#-fpm:1,2,3 #-php#-fpm-alpine:1,2,3 apache cli cli-# cli-#-php# cli-php# fpm fpm-alpine latest php#
  php#-apache php#-fpm php#-fpm-alpine
zookeeper 3.9.5 #:2,3 #-jre-#:2,3 #-openjdk:3.8.0! #-temurin:3.8!,3.8.2! latest
`;
